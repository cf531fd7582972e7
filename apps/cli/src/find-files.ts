import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { FormatError, identifyFormat } from '@yuanwei/formats'
import { fileSource } from './file-source.ts'

/** A file to look at, or why an argument could not be opened. */
export type FoundFile =
  | { readonly name: string; readonly path: string; readonly sizeBytes: number; readonly error: null }
  | { readonly name: string; readonly error: FileError }

export type FileError =
  | 'notFound'
  | 'noPermission'
  | 'notRegular'
  | 'emptyFolder'
  | { readonly message: string }

/**
 * Turns an argument into the files that it stands for. A folder stands for the files in and below it, in the order
 * of their names, but a folder with the manifest of a chunked export for that manifest alone. Links to folders
 * are not followed; pipes and devices are refused, since they cannot be read twice.
 */
export async function* findFiles(name: string, cwd: string): AsyncGenerator<FoundFile> {
  const path = resolve(cwd, name)
  try {
    const stats = await stat(path)
    if (stats.isFile()) yield { name, path, sizeBytes: stats.size, error: null }
    else if (stats.isDirectory()) yield* findInFolder(name, path, cwd)
    else yield { name, error: 'notRegular' }
  } catch (error) {
    yield { name, error: fileErrorOf(error) }
  }
}

async function* findInFolder(name: string, path: string, cwd: string): AsyncGenerator<FoundFile> {
  const entries = await readdir(path, { withFileTypes: true })
  if (entries.length === 0) yield { name, error: 'emptyFolder' }
  if (await hasChunkManifest(path, entries)) {
    yield* findFiles(join(name, 'manifest.json'), cwd)
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const isLinkToFolder = entry.isSymbolicLink() && (await isFolder(join(path, entry.name)))
    if (!isLinkToFolder) yield* findFiles(join(name, entry.name), cwd)
  }
}

async function hasChunkManifest(path: string, entries: readonly Dirent[]): Promise<boolean> {
  if (!entries.some(entry => entry.name === 'manifest.json' && entry.isFile())) return false
  const manifest = join(path, 'manifest.json')
  const { size } = await stat(manifest)
  // A manifest that is no manifest of ours, in whatever encoding, is a file like others.
  const format = await identifyFormat(fileSource(manifest, manifest, size)).catch(ignoreFormatError)
  return format === 'qq-chat-exporter-chunked'
}

function ignoreFormatError(error: unknown): null {
  if (error instanceof FormatError) return null
  throw error
}

async function isFolder(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null)
  return stats?.isDirectory() === true
}

/** What an error of the file system means to the person who named the file. */
export function fileErrorOf(error: unknown): FileError {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'notFound'
  if (code === 'EACCES' || code === 'EPERM') return 'noPermission'
  return { message: error instanceof Error ? error.message : String(error) }
}
