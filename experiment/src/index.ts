export type { Advice } from './why/advice.ts';
export type { ClaimReport, ClaimsReport, ClaimVerdict } from './claims/claims.ts';
export { type PortProblem, PortUnusableError } from './conduct.ts';
export {
  bestPort,
  type ConfiguredPort,
  type ConfiguredPorts,
  findConfiguredPorts,
  type FindOptions,
} from './configured-port/index.ts';
export type { Verdict } from './why/diagnosis.ts';
export type { Kernel } from './kernel/kernel.ts';
export { openKernel } from './kernel/open-kernel.ts';
export { type Cause, type CauseFacts, type CauseId, total } from './drill/cause.ts';
export { drillServer, type DrillServerOptions } from './drill/drill-server.ts';
export { type Finding, LintFileError } from './drill/lint-findings.ts';
export type { RoundFacts, Start, StateCounts } from './drill/facts.ts';
export type { DrillReport, DrillStep, RoundReport, WayReport } from './drill/model.ts';
export { DRILL_DEFAULTS, type DrillOptions, type How, HOWS } from './drill/options.ts';
export { CommandError } from './drill/server.ts';
export type { Spread } from './drill/statistics.ts';
export { type Verdict as DrillVerdict, type VerdictId, VERDICTS as DRILL_VERDICTS } from './drill/verdict.ts';
export { type CellReport, differs, type GenerationReport } from './matrix/cell.ts';
export type { Progress, SystemReport } from './experiment.ts';
export type { MatrixReport } from './matrix/matrix.ts';
export type { Prediction } from './why/prediction.ts';
export type { Answers, Event, GenerationRequest, Request } from './child/protocol.ts';
export {
  type LeftoverReport,
  releasePort,
  type ReleaseOptions,
  type ReleaseReport,
  type StayReason,
} from './release/release.ts';
export type { RowReport } from './kernel/row-report.ts';
export { ChildEndedError, type ChildOptions, runInChild } from './child/run-in-child.ts';
export type { LeftState } from './scenario.ts';
export { type Address, parseAddress } from './sockets/address.ts';
export {
  type Outcome,
  type Protocol,
  type ReuseOption,
  SystemCallError,
  type TcpState,
  UnsupportedSystemError,
} from './sockets/sockets.ts';
export type { SocketRole, TracedCall, TracedCellReport, TracedSocket } from './matrix/traced-cell.ts';
export { ancestorsOf } from './process/linux.ts';
export { type HolderReport, whyPort, type WhyOptions, type WhyReport } from './why/why.ts';
