import type { Messages } from './messages.ts'

export const serverEn: Pick<Messages, 'server' | 'import' | 'dossier' | 'problems'> = {
  server: {
    badAddress: given =>
      `--server "${given}" is no address; it should be like https://yuanwei.example or http://127.0.0.1:8080.`,
    unencrypted: url =>
      `Note: ${url} is not encrypted, your password crosses the network in clear. Use https.`,
    noCredentials:
      'You need to sign in: set YUANWEI_LOGIN and YUANWEI_PASSWORD in the environment, or call this command in a terminal, where it asks.',
    askLogin: 'Login: ',
    askPassword: 'Password (not shown): ',
    interrupted: 'Interrupted. What the server has begun it will finish.',
    unreachable: url =>
      `No answer from ${url}. This command needs a running Yuanwei: start it here with npm start, or name its address with --server.`,
    refused: code => `The server refused (${code}).`,
    caseNeeded: 'Name the case with --case, for example --case YW-2026-0001.',
    badCase: name => `"${name}" is neither the number of a case (like YW-2026-0001) nor an id.`,
    noCase: name => `There is no case ${name}, or you may not see it.`,
  },
  import: {
    summary: 'take a chat export into a case and read its messages (needs a running Yuanwei)',
    help: `Usage: yuanwei import FILE… --case N [--note TEXT] [--server URL] [--json] [--lang zh|en]

Takes chat exports into a case as exhibits, has their messages read, waits for the end and prints the counts. A file
that the case has already, by name and content, is not sent again, and what was read is not read again: after an
interruption simply repeat the call. All files are looked at here first: if one is no chat, or of a format that is
not read yet, nothing is sent. Name many files in one call: sign-ins are limited (10 within 15 minutes).

  --case      number of the case (YW-2026-0001), or its id
  --note      a remark on the exhibit
  --server    address of Yuanwei; by default http://127.0.0.1:8080 (or PORT, where that is set)
  --json      one line of JSON a file: {"case","exhibit","uploaded","import"}
  --lang      zh or en; by default as LANG says

Signing in: YUANWEI_LOGIN and YUANWEI_PASSWORD from the environment, else you are asked on the terminal; the session
is closed at the end.

Exit code: 0 read to the end; 1 refused or not read to the end; 2 could not begin (arguments, file, network,
sign-in); 130 interrupted.

Examples:
  yuanwei import chat.json --case YW-2026-0001
  yuanwei import exports/*.txt --case YW-2026-0001
  yuanwei import _chat.txt --case YW-2026-0001 --note "export sent by the customer" --json
`,
    noFiles: 'Name at least one file. "yuanwei import --help" explains more.',
    notChat: file => `${file} is no chat; nothing was sent.`,
    notYet: (file, format) => `The format of ${file} (${format}) is not read yet; nothing was sent.`,
    chunked: file =>
      `${file} is the manifest of a chunked export, whose content lies in other files; the server does not read those yet. Nothing was sent. Choose the single-file JSON in the exporter.`,
    unreadable: (file, code) => `${file} cannot be read (${code}); nothing was sent.`,
    uploading: part => `Uploading ${part}`,
    reading: (step, part, messages) => `${step} ${part}, ${messages} messages`,
    steps: {
      waiting: 'Waiting',
      reading: 'Reading',
      merging: 'Merging',
      done: 'Done',
      failed: 'Failed',
    },
    caseLine: (number, title) => `Case ${number} ${title}`,
    exhibitLine: (number, file, uploaded) =>
      uploaded
        ? `Exhibit ${number}: ${file}, taken in`
        : `Exhibit ${number}: ${file}, already in the case, not sent again`,
    logged: number => `In the evidence log: entry ${number} of this case · kept by one party`,
    pending: 'On its way into the evidence log',
    failed: why => `Not read to the end: ${why}`,
    counts: {
      messages: 'Messages',
      added: 'New',
      paired: 'Known',
      differing: 'with other text',
      unread: 'Not read',
      preamble: 'Before the first',
    },
  },
  dossier: {
    summary: 'make a dossier of a whole case and fetch it (needs a running Yuanwei)',
    help: purposes => `Usage: yuanwei dossier N -o FILE [--purpose PURPOSE] [--unmasked --reason TEXT]
      [--force] [--dossier-lang zh|en] [--server URL] [--json] [--lang zh|en]

Makes a dossier of all exhibits, all messages and the timeline of a case, waits for it, fetches it and checks its
SHA-256. Phone, ID and bank card numbers are masked by default, and originals that are text (chat exports) are then
left out. The file appears under its name only when it is whole and right.

  -o, --output    the file to write; one that exists is not overwritten unless you say --force
  --purpose       what it is for, by default internal:
                  ${purposes}
  --unmasked      masks nothing; needs the permission, and a --reason, which goes into the log
  --dossier-lang  language of the dossier: zh or en, by default zh
  --server        address of Yuanwei; by default http://127.0.0.1:8080 (or PORT, where that is set)
  --json          one line of JSON: {"case","file","dossier"}
  --lang          language of this command: zh or en; by default as LANG says

Signing in: YUANWEI_LOGIN and YUANWEI_PASSWORD from the environment, else you are asked on the terminal; the session
is closed at the end.

Exit code: 0 fetched; 1 refused, not made, or not what the server logged; 2 could not begin (arguments, file,
network, sign-in); 130 interrupted.

Examples:
  yuanwei dossier YW-2026-0001 -o dossier.asice --purpose mediation
  yuanwei dossier YW-2026-0001 -o dossier.asice --purpose court --unmasked --reason "the court asked for full numbers"
`,
    oneCase: 'Name one case. "yuanwei dossier --help" explains more.',
    outputNeeded: 'Say with -o which file to write.',
    badPurpose: (given, all) => `There is no purpose "${given}"; choose from: ${all}.`,
    reasonNeeded: '--unmasked needs a --reason.',
    exists: file => `${file} exists and was not overwritten. Choose another name, or add --force.`,
    noFolder: folder => `There is no folder ${folder}.`,
    isFolder: file => `${file} is a folder; name the file.`,
    building: part => `Making the dossier ${part}`,
    fetching: part => `Fetching ${part}`,
    failed: why => `The dossier could not be made (${why}).`,
    digestDiffers:
      'What came is not what the server logged (SHA-256); nothing was kept. Try again; if it happens again, run yuanwei fsck --deep on the server.',
    cannotWrite: why => `Cannot write the file: ${why}`,
    made: (file, exhibits, messages, masked, sha256) =>
      `${file}
${exhibits} exhibits listed, ${messages} messages, numbers ${masked ? 'masked, text originals therefore left out' : 'not masked'}
SHA-256 ${sha256}
Check it: yuanwei verify ${file}
`,
  },
  problems: {
    not_signed_in: 'The session is over. Call the command again.',
    csrf_mismatch: 'The server does not accept where this request came from. Use its own address.',
    forbidden: 'Your roles do not allow this. Ask a colleague who may, or the owner to change your roles.',
    not_found: 'Not found, or you may not see it.',
    input_invalid: 'The server does not accept what was given.',
    body_too_large: 'The file is too large: one file may have 4 GiB.',
    content_type_unsupported: 'The server does not take such content. Are command and server of one version?',
    idempotency_key_reused: 'This call collides with an earlier one. Try again.',
    already_done: 'This has been done already.',
    rate_limited: 'Too many tries. Wait a while.',
    too_busy: 'The server is busy. Try again in a moment.',
    shutting_down: 'The server is stopping. Try again once it has started anew.',
    log_halted: 'The evidence log stands still; nothing can be taken in. Run yuanwei fsck on the server.',
    internal: 'The server failed; its log has the details.',
    sign_in_failed: 'Login or password is wrong.',
    upload_incomplete: 'The upload broke off and nothing was taken in. Try again.',
    file_empty: 'The file is empty.',
    case_closed: 'The case is closed and takes no more evidence. Reopen it in the browser first.',
    too_many: 'That is more than the limit allows.',
    not_a_chat: 'The server sees no chat in it. The file was taken in as an exhibit, without messages.',
    format_not_supported_yet:
      'The server does not read this format yet. The file was taken in as an exhibit, without messages.',
    import_running: 'This file is being read already.',
    dossier_empty: 'There is nothing in the case yet that could go into a dossier.',
    reason_required: 'Without masking a reason is needed.',
    source_not_in_case: 'The case has just changed. Try again.',
    stale_version: 'A conversation has just grown. Try again.',
    dossier_pending: 'The dossier is not ready yet.',
    dossier_failed: 'The dossier could not be made.',
    content_missing: 'The file is missing or damaged on the server. Run yuanwei fsck --deep there.',
    range_unsatisfiable: 'The range that was asked for lies outside the file.',
  },
}
