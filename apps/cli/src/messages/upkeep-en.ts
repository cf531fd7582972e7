import type { Messages } from './messages.ts'

export const upkeepEn: Pick<Messages, 'fsck' | 'config'> = {
  fsck: {
    summary: 'check all that is kept here: whether log, records and evidence files agree',
    help: `Usage: yuanwei fsck [--deep] [--json] [--lang zh|en]

Reads all that is kept again and compares it: every leaf, tile and signature of the log; every record with what was
logged of it; the files of exhibits and dossiers. Changes nothing. The server may run or not; where it does not, the
embedded database is started for the check. Call it on the server's machine, under the same account and with the
same environment (YUANWEI_DATA, DATABASE_URL).

  --deep      reads the content too: every byte of every file against its SHA-256, and the root of every import anew
  --json      one line of JSON: {"clean","findingCount","findings","counts"}
  --lang      zh or en; by default as LANG says

Exit code: 0 nothing found; 1 something found; 2 could not check.

Examples:
  yuanwei fsck
  yuanwei fsck --deep --json
`,
    noArguments: 'This command takes no arguments. "yuanwei fsck --help" explains more.',
    cannot: why => `Could not check: ${why}`,
    noPermission: path =>
      `Could not check: no permission to read ${path}. Use the system account that runs the server.`,
    more: count => `… and ${count} more that are not listed`,
    clean: 'Nothing found.',
    found: count =>
      `${count} findings. First keep things as they are (copy the data folder), then find out why.`,
    counts: {
      leaves: 'Leaves',
      tiles: 'Tiles',
      pending: 'Pending',
      exhibits: 'Exhibits',
      imports: 'Imports',
      messages: 'Messages (anew)',
      facts: 'Facts',
      dossiers: 'Dossiers',
      unnamedFiles: 'Files of broken uploads',
    },
    findings: {
      head_differs: 'the head of the log is not what its leaves give',
      leaf_missing: 'leaves are missing inside the log',
      leaf_hash_differs: 'a leaf is not what its hash says',
      leaf_malformed: 'a leaf is not well formed',
      bundle_missing: 'an entry bundle of the log is missing',
      bundle_differs: 'an entry bundle is not what the database holds',
      tile_missing: 'a tile of the log is missing',
      tile_differs: 'a tile is not what the database gives',
      database_behind:
        'more was signed or stored than the database knows: it was put back to an earlier state',
      checkpoint_missing: 'the checkpoint or the verifier key is missing',
      signature_bad: 'a signature is wrong or cannot be read',
      signed_root_differs: 'a root that was signed is not the root of the leaves',
      stream_gap: 'numbers are not contiguous: entries were removed or put in',
      entry_missing: 'the record that a leaf commits to is gone',
      entry_differs: 'a record is not what its leaf commits to',
      entry_unlogged: 'a record is neither in the log nor on its way',
      exhibit_differs: 'the row of an exhibit is not what was logged',
      import_differs: 'the result of an import is not what was logged',
      message_differs: 'a message is not what was imported',
      fact_differs: 'a fact is not what was logged',
      dossier_differs: 'the row of a dossier is not what was logged',
      key_lost: 'the key of a file is gone or does not open',
      blob_missing: 'a file is missing',
      blob_size_differs: 'a file has another length',
      blob_damaged: 'a file is damaged',
      blob_digest_differs: 'the content of a file is not what was taken in',
    },
  },
  config: {
    summary: 'list all settings: their value, where it comes from, what they mean',
    help: `Usage: yuanwei config [--json] [--lang zh|en]

Lists every environment variable that the server reads: its value, whether it is set, what it means. Passwords are
not shown. Needs no running server.

  --json      one line of JSON: [{"name","value","source","meaning"}]
  --lang      zh or en; by default as LANG says

Exit code: 0 fine; 2 a setting has a value that cannot be used, or the arguments are wrong.

Examples:
  yuanwei config
  PORT=9000 yuanwei config --json
`,
    noArguments: 'This command takes no arguments. "yuanwei config --help" explains more.',
    columns: { name: 'Name', value: 'Value', source: 'From', meaning: 'Meaning' },
    sources: { environment: 'environment', default: 'default' },
    unset: '(not set)',
  },
}
