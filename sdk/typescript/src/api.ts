// Written by `dotnet run dev.cs approve` from the catalog of operations; changes made here are lost.

import type { CallOptions, Transport } from "./client.js";

/** An instant, as in 2026-01-31T09:30:00Z. */
export type Instant = string;

/** A length of time, as in 1m30s. */
export type Duration = string;

/** Bytes in base64. */
export type Base64 = string;


export interface ArtifactInfo {
  /** How it is named elsewhere: -p NAME=@REFERENCE. */
  reference: string;
  /** A file or a directory. */
  kind: "file" | "dir";
  /** SHA-256 of the content, of a directory of its list. */
  sha256: string;
  /** Bytes, of a directory with all below it. */
  size: number;
}

export interface ArtifactsKept {
  /** What the engine has; it stays for ten minutes at least. */
  items: ArtifactInfo[];
  /** References to what the engine does not have, or not whole. */
  missing: string[];
}

export type AskChallenge = Record<string, never>;

export interface AuditItem {
  /** Its place in the log, from 1. */
  number: number;
  /** When. */
  at: Instant;
  /** What became of it. */
  outcome: "called" | "opened" | "ended" | "refused" | "failed" | "signed_in";
  /** What was asked for. */
  operation: string;
  /** Who asked; empty: nobody known. */
  identity: string;
  /** From where. */
  from: string;
  /** Why it was refused, or how it failed. */
  detail?: string | null;
  /** The kind of failure. */
  fault?: "internal" | "invalid" | "unauthenticated" | "forbidden" | "missing" | "conflict" | "exhausted" | "unavailable" | "timeout" | "cancelled" | null;
  /** The request, without what is secret or long. */
  request?: string | null;
  /** SHA-256 that chains it to those before. */
  hash: string;
}

export interface AuditList {
  /** Entries, the newest first. */
  items: AuditItem[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface AuditVerdict {
  /** Whether every entry fits the one before. */
  intact: boolean;
  /** How many entries fit. */
  entries: number;
  /** The first entry that there is. */
  first: number;
  /** The last entry that fits. */
  last: number;
  /** Its hash. Keep it elsewhere: whoever cuts off the end of the log cannot make it again. */
  head: string;
  /** The first place that does not fit, and why. */
  broken?: string | null;
}

export type AuthorityRequest = Record<string, never>;

export interface BootDown {
  /** Stop all work first; without it running work goes on and is found again. */
  stop?: boolean;
  /** Only if it is an instant engine that nothing needs any more. */
  ifIdle?: boolean;
  /** Only if it is an instant engine; it makes room for another and leaves its work running. */
  ifInstant?: boolean;
}

export interface BootDownInfo {
  /** Whether the engine is ending. */
  ending: boolean;
}

export interface BundleDocument {
  /** The name the user gave; - is standard input. */
  name: string;
  /** Its path in the bundle's files. */
  path: string;
}

export interface Challenge {
  /** The engine's id, the second of the four lines to sign. */
  engine: string;
  /** Good for one sign-in. */
  nonce: string;
  /** Until when the nonce is good. */
  expiresAt: Instant;
}

export interface CreateWorkflow {
  /** The document, with the files and variables it reads. */
  document: DocumentBundle;
  /** Name of the workflow; otherwise the document's. */
  name?: string | null;
  /** Make a new revision if the workflow exists with other content. */
  replace?: boolean;
  /** Profiles of the document to enable. */
  with?: string[] | null;
}

export interface DisableKey {
  /** The key's identity. */
  identity: string;
}

export interface DocumentBundle {
  /** The client's project directory; relative paths in the document are relative to it. */
  projectDirectory: string;
  /** The document itself, then files that are merged over it. */
  documents: BundleDocument[];
  /** Text of each file that the document reads, by absolute path. */
  files: Record<string, string>;
  /** Value of each variable that the document names and the client has. */
  variables?: Record<string, string> | null;
  /** Profiles to enable. */
  profiles?: string[] | null;
  /** The workflow's name, in place of the document's. */
  name?: string | null;
  /** References of uploaded artifacts, by the absolute path that the document names as file:PATH. */
  artifacts?: Record<string, string> | null;
  /** The project directory is one of another machine; the engine sets it for whoever calls over the network. */
  elsewhere?: boolean;
}

export interface DownloadArtifact {
  /** The reference, as an upload or an output gives it. */
  reference: string;
}

export interface EnableKey {
  /** The key's identity. */
  identity: string;
}

export interface EngineInfo {
  /** Identity of the engine: 32 hex characters. */
  id: string;
  /** Version of dxflow. */
  version: string;
  /** Process id. */
  pid: number;
  /** The engine's home directory. */
  home: string;
  /** The Unix socket it listens on. */
  socket: string;
  /** The Unix socket for gRPC. */
  grpcSocket: string;
  /** Where the network finds it. */
  addresses: string[];
  /** SHA-256 of its public key, by which it is known; absent until it is needed. */
  fingerprint?: string | null;
  /** The profile whose settings it uses. */
  profile: string;
  /** When it was ready. */
  startedAt: Instant;
  /** It lives only as long as a command or a run needs it. */
  instant: boolean;
  /** Name of the machine. */
  host: string;
  /** Operating system and kernel. */
  system: string;
  /** The system library this build needs. */
  needs: string;
  /** Free space at the home, in bytes. */
  diskFreeBytes: number;
  /** Why changes are refused now; absent when they are not. */
  degraded?: string | null;
  /** What executes tasks. */
  runtimes: RuntimeInfo[];
  /** What had to be mended when this engine began; absent when nothing had. */
  repaired?: string | null;
}

export type EngineInfoRequest = Record<string, never>;

export interface EngineLogLine {
  /** The line. */
  text: string;
}

export interface EngineLogsRequest {
  /** How many of the last lines; 0 is all. */
  tail?: number;
  /** Go on with lines as they come. */
  follow?: boolean;
}

export interface EngineStat {
  /** Seconds since it was ready. */
  uptimeSeconds: number;
  /** Processor time used, in seconds. */
  cpuSeconds: number;
  /** Resident memory, in bytes. */
  memoryBytes: number;
  /** Managed heap, in bytes. */
  heapBytes: number;
  /** Open files and sockets. */
  openFiles: number;
  /** Threads. */
  threads: number;
  /** Workflows kept. */
  workflows: number;
  /** Runs that are not final. */
  liveRuns: number;
}

export type EngineStatRequest = Record<string, never>;

export interface ExecInStep {
  /** Name of the workflow. */
  name: string;
  /** The step or service beside which to run. */
  step: string;
  /** The program and its arguments. */
  command: string[];
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Sends standard input; without it the program has none. */
  interactive?: boolean;
  /** Runs it on a terminal, which has no standard error of its own. */
  tty?: boolean;
  /** Rows of the terminal's window at first; as the command's own, else 24. */
  rows?: number | null;
  /** Columns of the terminal's window at first; as the command's own, else 80. */
  columns?: number | null;
  /** What kind of terminal it is shown on, TERM; as the command's own, else xterm. */
  term?: string | null;
}

export interface ExecInput {
  /** Bytes for standard input. */
  bytes?: Base64 | null;
  /** Standard input ends. */
  end?: boolean;
  /** Rows of the terminal's window from now on; with its columns. */
  rows?: number | null;
  /** Columns of the terminal's window from now on. */
  columns?: number | null;
}

export interface ExecOutput {
  /** Bytes the program wrote. */
  bytes: Base64;
  /** They were written to standard error. */
  error: boolean;
  /** The program's exit code; 128 + n for a death by signal n. */
  exit?: number | null;
}

export interface ExportAudit {
  /** From this entry on. */
  from?: number;
}

export interface HealthInfo {
  /** Whether the engine takes work. */
  healthy: boolean;
  /** Why not, one reason a line. */
  reasons: string[];
}

export type HealthRequest = Record<string, never>;

export interface KeepArtifacts {
  /** References, as an upload or an output gives them. */
  references: string[];
}

export interface KeyChanged {
  /** Who comes with the key. */
  identity: string;
  /** What it may do. */
  permissions: string[];
  /** Whether it is accepted. */
  enabled: boolean;
  /** When it ends by itself. */
  expiresAt?: Instant | null;
  /** Risen, if its tokens have ended. */
  generation: number;
  /** SHA-256 of the public key; none for the owner of the socket. */
  fingerprint?: string | null;
  /** What else this means. */
  warning?: string | null;
}

export interface KeyInfo {
  /** Who comes with this key. */
  identity: string;
  /** What it may do. */
  permissions: string[];
  /** Whether it is accepted. */
  enabled: boolean;
  /** When it ends by itself. */
  expiresAt?: Instant | null;
  /** Rises when its tokens end. */
  generation: number;
  /** SHA-256 of the public key; none for the owner of the socket. */
  fingerprint?: string | null;
  /** Size of the key. */
  bits?: number | null;
  /** When it was registered. */
  registeredAt: Instant;
  /** Who registered it. */
  by: string;
}

export interface KeyList {
  /** Keys, by identity. */
  items: KeyInfo[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface KillRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise every run that is not final. */
  run?: number | null;
}

export interface ListAudit {
  /** Only from then on; 1h is an hour ago. */
  since?: Instant | null;
  /** Only before then. */
  until?: Instant | null;
  /** Only of this identity, such as alice or uid:1000. */
  identity?: string | null;
  /** Only of this operation, such as workflow.start. */
  operation?: string | null;
  /** Only what ended so. */
  outcome?: "called" | "opened" | "ended" | "refused" | "failed" | "signed_in" | null;
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
}

export interface ListKeys {
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
  /** Also those that are disabled or have expired. */
  all?: boolean;
}

export interface ListRuns {
  /** Name of the workflow. */
  name: string;
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this run, as the last answer named it. */
  cursor?: string | null;
}

export interface ListServices {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
}

export interface ListSteps {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Only those in this state. */
  state?: string | null;
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this one, as the last answer named it. */
  cursor?: string | null;
}

export interface ListWorkflows {
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this one, as the last answer named it. */
  cursor?: string | null;
  /** Only names that contain this. */
  filter?: string | null;
  /** Only those with a run that is not final. */
  running?: boolean;
}

export interface LogLine {
  /** The step or service. */
  step: string;
  /** When it was written. */
  at: Instant;
  /** It was written to standard error. */
  error: boolean;
  /** The line. */
  text: string;
  /** The instance of a step that is fanned out, from 0. */
  slice: number;
  /** The attempt, from 1. */
  attempt: number;
  /** Grows from line to line of one stream of one attempt, and is the same whenever it is read. */
  position: number;
}

export interface MakeToken {
  /** The key to make it for; the socket's owner without it. */
  identity?: string | null;
  /** How long it is to be good, from 1m to 24h; 1h without it. */
  lifetime?: Duration | null;
  /** Less than the key may, with commas. */
  permissions?: string[] | null;
}

export type MetricsRequest = Record<string, never>;

export interface Outputs {
  /** The run. */
  run: string;
  /** The workflow's outputs, by name. */
  values: unknown;
  /** The outputs of steps, by step and name. */
  steps: unknown;
}

export type PingRequest = Record<string, never>;

export interface PlanWorkflow {
  /** The document, with the files and variables it reads. */
  document: DocumentBundle;
  /** The runtime of steps that name none. */
  runtime?: string | null;
  /** Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @. */
  input?: Record<string, string> | null;
  /** Profiles of the document to enable. */
  with?: string[] | null;
}

export interface PlannedNode {
  /** Name of the step or service. */
  name: string;
  /** Step, one-shot or service. */
  kind: "step" | "one_shot" | "service";
  /** What executes it. */
  runtime: string;
  /** What it waits for. */
  after: string[];
  /** Cores booked while it runs. */
  cpus: number;
  /** Memory booked while it runs, in bytes. */
  memoryBytes: number;
  /** The program and its arguments, references unresolved. */
  command: string;
}

export interface Pong {
  /** The engine's clock. */
  at: Instant;
}

export interface Problem {
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  fix?: string | null;
  /** The file, as the user named it. */
  file?: string | null;
  /** Line, from 1; 0 if there is none. */
  line: number;
  /** Column, from 1; 0 if there is none. */
  column: number;
  /** A warning does not stop anything. */
  warning: boolean;
}

export interface PruneWorkflows {
  /** Name of one workflow; otherwise all. */
  name?: string | null;
  /** Finished runs to keep per workflow; otherwise as configured. */
  keepRuns?: number | null;
  /** Only say what would go, and why. */
  dryRun?: boolean;
}

export interface ReadEvents {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Go on with events as they come, until the run ends. */
  follow?: boolean;
}

export interface ReadLogs {
  /** Name of the workflow. */
  name: string;
  /** Only these steps or services. */
  steps?: string[] | null;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Go on with lines as they come. */
  follow?: boolean;
  /** Only the last lines of each. */
  tail?: number | null;
  /** Only lines since this long ago. */
  since?: Duration | null;
  /** Number of an attempt; otherwise the latest. */
  attempt?: number | null;
}

export type ReadOpenApi = Record<string, never>;

export interface ReadOutputs {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
}

export type ReadProto = Record<string, never>;

export interface ReadStats {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
}

export interface RegisterKey {
  /** The public key: the .pub file of `key generate`, PEM, or an ssh-rsa line. */
  key: string;
  /** Its name; otherwise what stands behind the key in an ssh-rsa line. */
  identity?: string | null;
  /** What it may do, with commas; otherwise all but MASTER. */
  permissions?: string[] | null;
  /** After how long it ends, such as 90d; never without it. */
  expires?: Duration | null;
  /** Give an identity that is there other rights or another key; its tokens end. */
  replace?: boolean;
}

export interface RemoveWorkflow {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the workflow with all its runs. */
  run?: number | null;
  /** Stop first what is running. */
  stop?: boolean;
}

export interface Removed {
  /** What was removed: workflows and runs. */
  items: RemovedItem[];
  /** Space given back, in bytes. */
  freedBytes: number;
}

export interface RemovedItem {
  /** The workflow or the run. */
  name: string;
  /** Why. */
  why: string;
}

export type RestartEngine = Record<string, never>;

export interface RestartInfo {
  /** The version that answered. */
  from: string;
  /** The version that goes on. */
  to: string;
}

export interface RestartWorkflow {
  /** Name of the workflow. */
  name: string;
}

export interface RotateKey {
  /** The key's identity. */
  identity: string;
  /** The public key that takes the place of the one before. */
  key?: string | null;
}

export interface RunEventInfo {
  /** Its number in the run's journal; a stream resumes after it. */
  sequence: number;
  /** When it happened. */
  at: Instant;
  /** What happened: the journal's own word. */
  event: string;
  /** The step or service. */
  step?: string | null;
  /** The attempt, from 1. */
  attempt?: number | null;
  /** The state that it led to. */
  state?: string | null;
  /** Exit code. */
  exit?: number | null;
  /** Signal. */
  signal?: number | null;
  /** Why it failed. */
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | null;
  /** More about it. */
  detail?: string | null;
}

export interface RunInfo {
  /** Name of the workflow and number of the run. */
  name: string;
  /** Name of the workflow. */
  workflow: string;
  /** Number of the run. */
  number: number;
  /** State. */
  state: "created" | "running" | "paused" | "stopping" | "succeeded" | "failed" | "cancelled" | "stopped";
  /** Steps and services that ended well. */
  ok: number;
  /** Those that failed. */
  failed: number;
  /** All of them. */
  total: number;
  /** Why it failed. */
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | null;
  /** More about why. */
  detail?: string | null;
  /** When it was started. */
  startedAt?: Instant | null;
  /** When it ended. */
  endedAt?: Instant | null;
  /** How long it has run, or ran. */
  took?: Duration | null;
  /** Revision of the workflow it runs. */
  revision: number;
  /** A job ends by itself; an up run lasts until it is stopped. */
  kind: "job" | "up";
  /** Identity of the run. */
  id: string;
  /** Who started it. */
  by?: string | null;
}

export interface RunList {
  /** The runs, latest first. */
  items: RunInfo[];
  /** Give this as cursor for the rest; absent at the end. */
  next?: string | null;
}

export interface RunStartedInfo {
  /** The run. */
  run: RunInfo;
  /** Warnings, in the order of the document. */
  warnings: Problem[];
}

export interface RunsStopped {
  /** The runs, as they are now. */
  items: RunInfo[];
}

export interface RuntimeInfo {
  /** Name of the runtime. */
  name: string;
  /** Cores that tasks may book together. */
  cpus: number;
  /** Memory that tasks may book together, in bytes. */
  memoryBytes: number;
  /** Cores booked now. */
  bookedCpus: number;
  /** Memory booked now, in bytes. */
  bookedMemoryBytes: number;
}

export interface ServiceInfo {
  /** Name of the service. */
  name: string;
  /** State. */
  state: "waiting" | "queued" | "starting" | "running" | "finishing" | "succeeded" | "failed" | "cancelled" | "skipped" | "omitted" | "reused";
  /** Whether its health check passes; absent without one. */
  healthy?: boolean | null;
  /** Times it was started. */
  attempts: number;
  /** Exit code of the last time. */
  exit?: number | null;
  /** Why it failed. */
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | null;
  /** More about why. */
  detail?: string | null;
  /** Where it listens. */
  ports: string[];
  /** How long it has run. */
  took?: Duration | null;
  /** What executes it. */
  runtime: string;
}

export interface ServiceList {
  /** The services, in the order of the document. */
  items: ServiceInfo[];
}

export interface ShowWorkflow {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
}

export interface StartWorkflow {
  /** Name of the workflow. */
  name: string;
  /** Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @. */
  input?: Record<string, string> | null;
  /** The runtime of steps that name none. */
  runtime?: string | null;
  /** Give up as soon as the result cannot be good any more. */
  failFast?: boolean;
  /** Keep the work directories of steps that succeed. */
  keep?: boolean;
}

export interface StepInfo {
  /** Name of the step. */
  name: string;
  /** State. */
  state: "waiting" | "queued" | "starting" | "running" | "finishing" | "succeeded" | "failed" | "cancelled" | "skipped" | "omitted" | "reused";
  /** Attempts made. */
  attempts: number;
  /** Exit code of the last attempt. */
  exit?: number | null;
  /** Why it failed. */
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | null;
  /** More about why. */
  detail?: string | null;
  /** When the last attempt started. */
  startedAt?: Instant | null;
  /** When it ended. */
  endedAt?: Instant | null;
  /** How long the last attempt has run, or ran. */
  took?: Duration | null;
  /** What executes it. */
  runtime: string;
  /** Step or one-shot. */
  kind: "step" | "one_shot" | "service";
}

export interface StepList {
  /** The steps, in the order of the document. */
  items: StepInfo[];
  /** Give this as cursor for the rest; absent at the end. */
  next?: string | null;
}

export interface StopRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise every run that is not final. */
  run?: number | null;
}

export interface TaskStatsInfo {
  /** The step or service. */
  name: string;
  /** Processor time used, in seconds. */
  cpuSeconds?: number | null;
  /** Memory now, in bytes. */
  memoryBytes?: number | null;
  /** Most memory so far, in bytes. */
  memoryPeakBytes?: number | null;
  /** Processes. */
  processes?: number | null;
}

export interface TaskStatsList {
  /** What runs now. */
  items: TaskStatsInfo[];
}

export interface TokenInfo {
  /** The token, for the header `Authorization: Bearer`. */
  token: string;
  /** Who comes with it. */
  identity: string;
  /** What it may do. */
  permissions: string[];
  /** When it ends by itself. */
  expiresAt: Instant;
}

export interface UnregisterKey {
  /** The key's identity. */
  identity: string;
}

export interface UploadArtifact {
  /** The name that tasks see it under. */
  name: string;
  /** A file, or a directory, which is sent as a tar archive. */
  kind?: "file" | "dir";
  /** Whether a file can be executed. */
  executable?: boolean;
}

export interface ValidateWorkflow {
  /** The document, with the files and variables it reads. */
  document: DocumentBundle;
  /** The runtime of steps that name none. */
  runtime?: string | null;
  /** Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @. */
  input?: Record<string, string> | null;
  /** Profiles of the document to enable. */
  with?: string[] | null;
}

export interface Validation {
  /** Whether the document can be run. */
  valid: boolean;
  /** Every problem and warning, in the order of the document. */
  problems: Problem[];
}

export interface VerifyAudit {
  /** A hash that an earlier verify gave as its head: it has to be in the log still. */
  head?: string | null;
}

export interface VerifyChallenge {
  /** The identity that the key is registered as. */
  identity: string;
  /** The nonce of the challenge. */
  nonce: string;
  /** RSASSA-PKCS1-v1_5 with SHA-256 over the four lines. */
  signature: Base64;
  /** How long the token is to be good, from 1m to 24h; 1h without it. */
  lifetime?: Duration | null;
  /** Less than the key may, such as READ_ONLY. */
  permissions?: string[] | null;
  /** SHA-256 of the certificate that was seen, where a proxy stands before the engine. */
  certificate?: string | null;
}

export interface WaitForRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Give up after this long. */
  for?: Duration | null;
}

export interface Why {
  /** The run. */
  run: RunInfo;
  /** One sentence. */
  summary: string;
  /** The step or service that is the first cause. */
  step?: string | null;
  /** Its state. */
  state?: "waiting" | "queued" | "starting" | "running" | "finishing" | "succeeded" | "failed" | "cancelled" | "skipped" | "omitted" | "reused" | null;
  /** The reason. */
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | null;
  /** More about the reason. */
  detail?: string | null;
  /** Exit code. */
  exit?: number | null;
  /** Signal. */
  signal?: number | null;
  /** The attempt that decided, and how many were allowed. */
  attempts?: string | null;
  /** The program and its arguments. */
  command?: string[] | null;
  /** Its script, where it has one. */
  script?: string | null;
  /** Its inputs. */
  inputs?: unknown | null;
  /** What executed it, and where. */
  where?: string | null;
  /** Its work directory. */
  workDirectory?: string | null;
  /** How long it ran. */
  took?: Duration | null;
  /** Most memory, in bytes. */
  memoryPeakBytes?: number | null;
  /** The last lines of its log. */
  log: LogLine[];
  /** What was omitted because of it. */
  omitted: string[];
  /** Other failures. */
  alsoFailed: string[];
  /** What to do next. */
  next: string[];
}

export interface WhyRun {
  /** Name of the workflow. */
  name: string;
  /** A step; otherwise the first cause. */
  step?: string | null;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** How many of the last log lines. */
  lines?: number;
}

export interface WorkflowCreated {
  /** Name of the workflow. */
  name: string;
  /** Its revision now. */
  revision: number;
  /** What was done. */
  result: "created" | "replaced" | "unchanged";
  /** Warnings, in the order of the document. */
  warnings: Problem[];
}

export interface WorkflowDetail {
  /** Name of the workflow. */
  name: string;
  /** Its revision now. */
  revision: number;
  /** When it was created. */
  createdAt: Instant;
  /** When its latest revision was made. */
  updatedAt: Instant;
  /** The directory it came from. */
  projectDirectory: string;
  /** The run that was asked for, or the latest. */
  run?: RunInfo | null;
  /** Its steps. */
  steps: StepInfo[];
  /** Its services. */
  services: ServiceInfo[];
}

export interface WorkflowInfo {
  /** Name of the workflow. */
  name: string;
  /** State of its latest run; absent if it has none. */
  state?: "created" | "running" | "paused" | "stopping" | "succeeded" | "failed" | "cancelled" | "stopped" | null;
  /** Number of its latest run. */
  lastRun?: number | null;
  /** Runs kept. */
  runs: number;
  /** Its revision now. */
  revision: number;
  /** When it was created. */
  createdAt: Instant;
  /** When its latest revision or run was made. */
  updatedAt: Instant;
}

export interface WorkflowList {
  /** The workflows, by name. */
  items: WorkflowInfo[];
  /** Give this as cursor for the rest; absent at the end. */
  next?: string | null;
}

export interface WorkflowPlanInfo {
  /** Name of the workflow. */
  workflow: string;
  /** A job ends by itself; an up run lasts until it is stopped. */
  kind: "job" | "up";
  /** What would run, in order. */
  items: PlannedNode[];
  /** Warnings, in the order of the document. */
  warnings: Problem[];
}

export class ArtifactApi {
  constructor(private readonly transport: Transport) {}

  /** Bring a file to the engine, or a directory as a tar archive, to be an input of runs. Needs WORKFLOW. */
  upload(request: UploadArtifact, content: BodyInit, options: CallOptions = {}): Promise<ArtifactInfo> {
    return this.transport.upload({ method: "POST", path: "/api/artifacts", query: true, changes: true }, request, content, options);
  }

  /** Say which artifacts the engine has, and keep these for the start of a run. Needs WORKFLOW. */
  keep(request: KeepArtifacts, options: CallOptions = {}): Promise<ArtifactsKept> {
    return this.transport.call({ method: "POST", path: "/api/artifacts/keep", changes: true }, request, options);
  }

  /** Fetch a file, or a directory as a tar archive. Needs WORKFLOW. */
  download(request: DownloadArtifact, options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/artifacts/download", query: true }, request, options);
  }
}

export class AuditApi {
  constructor(private readonly transport: Transport) {}

  /** Show who did what, the newest first. Needs MASTER. */
  list(request: ListAudit = {}, options: CallOptions = {}): Promise<AuditList> {
    return this.transport.call({ method: "GET", path: "/api/audit", query: true }, request, options);
  }

  /** Check that nothing in the audit log was changed. Needs MASTER. */
  verify(request: VerifyAudit = {}, options: CallOptions = {}): Promise<AuditVerdict> {
    return this.transport.call({ method: "GET", path: "/api/audit/verify", query: true }, request, options);
  }

  /** Save the audit log, one entry a line. Needs MASTER. */
  export(request: ExportAudit = {}, options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/audit/export", query: true }, request, options);
  }
}

export class AuthApi {
  constructor(private readonly transport: Transport) {}

  /** Ask for something to sign. Anybody may. */
  challenge(options: CallOptions = {}): Promise<Challenge> {
    return this.transport.call({ method: "POST", path: "/api/auth/challenge", isPublic: true }, {}, options);
  }

  /** Show that you have a key, and get a token. Anybody may. */
  verify(request: VerifyChallenge, options: CallOptions = {}): Promise<TokenInfo> {
    return this.transport.call({ method: "POST", path: "/api/auth/verify", isPublic: true }, request, options);
  }
}

export class BootApi {
  constructor(private readonly transport: Transport) {}

  /** End the engine; running work goes on unless asked. Needs MASTER. */
  down(request: BootDown = {}, options: CallOptions = {}): Promise<BootDownInfo> {
    return this.transport.call({ method: "POST", path: "/api/boot/down", changes: true }, request, options);
  }
}

export class EngineApi {
  constructor(private readonly transport: Transport) {}

  /** Show what the engine is and what it can run on. Needs a known caller. */
  info(options: CallOptions = {}): Promise<EngineInfo> {
    return this.transport.call({ method: "GET", path: "/api/engine", query: true }, {}, options);
  }

  /** Show what the engine itself uses. Needs a known caller. */
  stat(options: CallOptions = {}): Promise<EngineStat> {
    return this.transport.call({ method: "GET", path: "/api/engine/stat", query: true }, {}, options);
  }

  /** Answer, with the engine's clock. Needs a known caller. */
  ping(options: CallOptions = {}): Promise<Pong> {
    return this.transport.call({ method: "GET", path: "/api/engine/ping", query: true }, {}, options);
  }

  /** Say whether the engine takes work, and why not. Needs a known caller. */
  healthcheck(options: CallOptions = {}): Promise<HealthInfo> {
    return this.transport.call({ method: "GET", path: "/api/engine/health", query: true }, {}, options);
  }

  /** Save the certificate that the engine's servers are checked with. Anybody may. */
  ca(options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/engine/ca", query: true, isPublic: true }, {}, options);
  }

  /** Go on as what the engine's program file holds by now; work is not interrupted. Needs MASTER. */
  restart(options: CallOptions = {}): Promise<RestartInfo> {
    return this.transport.call({ method: "POST", path: "/api/engine/restart", changes: true }, {}, options);
  }

  /** Show the engine in figures, as OpenMetrics or Prometheus' text. Needs a known caller. */
  metrics(options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/metrics", query: true }, {}, options);
  }

  /** Show the engine's own log. Needs MASTER. */
  logs(request: EngineLogsRequest = {}, options: CallOptions = {}): AsyncGenerator<EngineLogLine, void, undefined> {
    return this.transport.stream({ method: "GET", path: "/api/engine/logs", query: true }, request, options);
  }

  /** Make a token, for scripts on this machine. Needs MASTER. */
  token(request: MakeToken = {}, options: CallOptions = {}): Promise<TokenInfo> {
    return this.transport.call({ method: "POST", path: "/api/engine/token", changes: true }, request, options);
  }

  /** Print the API as OpenAPI 3.1. Needs a known caller. */
  openapi(options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/openapi.json", query: true }, {}, options);
  }

  /** Print the API as protocol buffers, for gRPC. Needs a known caller. */
  proto(options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/dxflow.proto", query: true }, {}, options);
  }
}

export class KeyApi {
  constructor(private readonly transport: Transport) {}

  /** List the keys that may sign in. Needs MASTER. */
  list(request: ListKeys = {}, options: CallOptions = {}): Promise<KeyList> {
    return this.transport.call({ method: "GET", path: "/api/keys", query: true }, request, options);
  }

  /** Let a public key sign in. Needs MASTER. */
  register(request: RegisterKey, options: CallOptions = {}): Promise<KeyChanged> {
    return this.transport.call({ method: "POST", path: "/api/keys", changes: true }, request, options);
  }

  /** Forget a key; whoever came in with it is out at once. Needs MASTER. */
  unregister(request: UnregisterKey, options: CallOptions = {}): Promise<KeyChanged> {
    return this.transport.call({ method: "DELETE", path: "/api/keys/{identity}", query: true, changes: true }, request, options);
  }

  /** Accept a disabled key again. Needs MASTER. */
  enable(request: EnableKey, options: CallOptions = {}): Promise<KeyChanged> {
    return this.transport.call({ method: "POST", path: "/api/keys/{identity}/enable", changes: true }, request, options);
  }

  /** Accept a key no more; whoever came in with it is out at once. Needs MASTER. */
  disable(request: DisableKey, options: CallOptions = {}): Promise<KeyChanged> {
    return this.transport.call({ method: "POST", path: "/api/keys/{identity}/disable", changes: true }, request, options);
  }

  /** End every token of a key, and put another key in its place if one is given. Needs MASTER. */
  rotate(request: RotateKey, options: CallOptions = {}): Promise<KeyChanged> {
    return this.transport.call({ method: "POST", path: "/api/keys/{identity}/rotate", changes: true }, request, options);
  }
}

export class WorkflowApi {
  constructor(private readonly transport: Transport) {}

  /** Check a document and show every problem in it. Needs WORKFLOW. */
  validate(request: ValidateWorkflow, options: CallOptions = {}): Promise<Validation> {
    return this.transport.call({ method: "POST", path: "/api/workflows/validate" }, request, options);
  }

  /** Show what a document would run, without running it. Needs WORKFLOW. */
  plan(request: PlanWorkflow, options: CallOptions = {}): Promise<WorkflowPlanInfo> {
    return this.transport.call({ method: "POST", path: "/api/workflows/plan" }, request, options);
  }

  /** Keep a document as a workflow. Needs WORKFLOW. */
  create(request: CreateWorkflow, options: CallOptions = {}): Promise<WorkflowCreated> {
    return this.transport.call({ method: "POST", path: "/api/workflows", changes: true }, request, options);
  }

  /** List workflows. Needs WORKFLOW. */
  list(request: ListWorkflows = {}, options: CallOptions = {}): Promise<WorkflowList> {
    return this.transport.call({ method: "GET", path: "/api/workflows", query: true }, request, options);
  }

  /** Show a workflow and one of its runs. Needs WORKFLOW. */
  show(request: ShowWorkflow, options: CallOptions = {}): Promise<WorkflowDetail> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}", query: true }, request, options);
  }

  /** Start a run. Needs WORKFLOW. */
  start(request: StartWorkflow, options: CallOptions = {}): Promise<RunStartedInfo> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/start", changes: true }, request, options);
  }

  /** Stop running work: a signal, the grace period, then the end. Needs WORKFLOW. */
  stop(request: StopRun, options: CallOptions = {}): Promise<RunsStopped> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/stop", changes: true }, request, options);
  }

  /** End running work at once; nothing runs afterwards. Needs WORKFLOW. */
  kill(request: KillRun, options: CallOptions = {}): Promise<RunsStopped> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/kill", changes: true }, request, options);
  }

  /** Stop what runs and start a new run with the same inputs. Needs WORKFLOW. */
  restart(request: RestartWorkflow, options: CallOptions = {}): Promise<RunStartedInfo> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/restart", changes: true }, request, options);
  }

  /** Remove a workflow or a run, with its logs and outputs. Needs WORKFLOW. */
  remove(request: RemoveWorkflow, options: CallOptions = {}): Promise<Removed> {
    return this.transport.call({ method: "DELETE", path: "/api/workflows/{name}", query: true, changes: true }, request, options);
  }

  /** Remove old runs and what nothing refers to any more. Needs WORKFLOW. */
  prune(request: PruneWorkflows = {}, options: CallOptions = {}): Promise<Removed> {
    return this.transport.call({ method: "POST", path: "/api/workflows/prune", changes: true }, request, options);
  }

  /** List the runs of a workflow. Needs WORKFLOW. */
  runs(request: ListRuns, options: CallOptions = {}): Promise<RunList> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/runs", query: true }, request, options);
  }

  /** List the steps of a run. Needs WORKFLOW. */
  steps(request: ListSteps, options: CallOptions = {}): Promise<StepList> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/steps", query: true }, request, options);
  }

  /** List the services of a run. Needs WORKFLOW. */
  services(request: ListServices, options: CallOptions = {}): Promise<ServiceList> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/services", query: true }, request, options);
  }

  /** Show what steps and services wrote. Needs WORKFLOW. */
  logs(request: ReadLogs, options: CallOptions = {}): AsyncGenerator<LogLine, void, undefined> {
    return this.transport.stream({ method: "GET", path: "/api/workflows/{name}/logs", query: true }, request, options);
  }

  /** Show the events of a run. Needs WORKFLOW. */
  events(request: ReadEvents, options: CallOptions = {}): AsyncGenerator<RunEventInfo, void, undefined> {
    return this.transport.stream({ method: "GET", path: "/api/workflows/{name}/events", query: true }, request, options);
  }

  /** Show what running tasks use now. Needs WORKFLOW. */
  stats(request: ReadStats, options: CallOptions = {}): Promise<TaskStatsList> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/stats", query: true }, request, options);
  }

  /** Run a program beside a running step or service. Needs SHELL, WORKFLOW. */
  exec(request: ExecInStep, input: AsyncIterable<ExecInput>, options: CallOptions = {}): AsyncGenerator<ExecOutput, void, undefined> {
    return this.transport.duplex({ method: "POST", path: "/api/workflows/{name}/exec", changes: true }, request, input, options);
  }

  /** Wait until a run is final. Needs WORKFLOW. */
  wait(request: WaitForRun, options: CallOptions = {}): Promise<RunInfo> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/wait", query: true }, request, options);
  }

  /** Say in one screen why a run or a step failed. Needs WORKFLOW. */
  why(request: WhyRun, options: CallOptions = {}): Promise<Why> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/why", query: true }, request, options);
  }

  /** Show the outputs of a run. Needs WORKFLOW. */
  outputs(request: ReadOutputs, options: CallOptions = {}): Promise<Outputs> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/outputs", query: true }, request, options);
  }
}

/** Every operation of an engine, by noun. */
export class Api {
  readonly artifact: ArtifactApi;
  readonly audit: AuditApi;
  readonly auth: AuthApi;
  readonly boot: BootApi;
  readonly engine: EngineApi;
  readonly key: KeyApi;
  readonly workflow: WorkflowApi;

  constructor(transport: Transport) {
    this.artifact = new ArtifactApi(transport);
    this.audit = new AuditApi(transport);
    this.auth = new AuthApi(transport);
    this.boot = new BootApi(transport);
    this.engine = new EngineApi(transport);
    this.key = new KeyApi(transport);
    this.workflow = new WorkflowApi(transport);
  }
}
