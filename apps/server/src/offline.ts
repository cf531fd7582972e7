/** The door through which the command `yuanwei` looks at an installation without asking its server. */
export {
  type CheckOptions,
  checkInstallation,
  type Finding,
  type InstallationReport,
} from './check-installation.ts'
export { type Config, describeConfig, readConfig, type Setting } from './config.ts'
export { RECORD_FINDINGS } from './platform/check.ts'
export { LOG_FINDINGS } from './platform/log/fsck.ts'
export { type Notice, Refusal, say } from './platform/sentences.ts'
