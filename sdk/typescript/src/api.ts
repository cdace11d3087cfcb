// Written by `dotnet run dev.cs approve` from the catalog of operations; changes made here are lost.

import type { CallOptions, Transport } from "./client.js";

/** An instant, as in 2026-01-31T09:30:00Z. */
export type Instant = string;

/** A length of time, as in 1m30s. */
export type Duration = string;

/** Bytes in base64. */
export type Base64 = string;


export interface AppendIncoming {
  /** Id of the upload. */
  id: string;
  /** How many bytes are there already, which these follow. */
  offset: number;
  /** Bytes of all of it, if that was not said when it began. */
  length?: number | null;
  /** Checksum of what is sent now, as `sha256 BASE64` or `sha1 BASE64`: if it is another one, none of it is kept. */
  checksum?: string | null;
  /** SHA-256 of all of it, 64 hexadecimal digits, if that was not said when it began: anything else is refused. */
  sha256?: string | null;
}

export interface ArchiveProgress {
  /** How far it is: working, and at last done. */
  state: "working" | "done";
  /** Files and directories so far. */
  entries: number;
  /** Bytes of their contents so far. */
  bytes: number;
  /** Bytes of all their contents, where that is known before. */
  totalBytes?: number | null;
  /** What it is at; when it is done, the path of what was made. */
  path?: string | null;
  /** Bytes of what was made, of a file. */
  size?: number | null;
  /** SHA-256 of what was made, of a file. */
  sha256?: string | null;
}

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

export interface BuildImage {
  /** The image's name; it has none without it. */
  tag?: string | null;
  /** The Dockerfile, from the root of what is sent. */
  dockerfile?: string;
  /** The stage to build; otherwise the last. */
  target?: string | null;
  /** Arguments of the build. */
  buildArg?: Record<string, string> | null;
  /** Labels of the image. */
  label?: Record<string, string> | null;
  /** Build every step anew. */
  fresh?: boolean;
  /** Look for newer images to build on. */
  pull?: boolean;
  /** The system and the kind of processor, such as linux/arm64. */
  platform?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface BuildInput {
  /** The next bytes of the tar archive. */
  bytes: Base64;
}

export interface BuildWorkflow {
  /** Name of the workflow, or a document's file, which is kept as a workflow first. */
  name: string;
  /** A service; otherwise all that have a build. */
  service?: string[] | null;
  /** Look for newer images to build on. */
  pull?: boolean;
  /** Build every step anew. */
  noCache?: boolean;
  /** Arguments of the builds, before the document's own. */
  buildArg?: Record<string, string> | null;
  /** The runtime of steps that name none. */
  runtime?: string | null;
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

export interface ConnectShell {
  /** Name of the shell. */
  name: string;
  /** Rows of the window; the shell has the smallest of all who connect. */
  rows?: number | null;
  /** Columns of the window; with its rows. */
  columns?: number | null;
  /** How many lines that scrolled away are shown first. */
  history?: number;
  /** Goes on behind this position of that instance, on a terminal that is as it was then. */
  after?: number | null;
  /** The instance that the position is of. */
  instance?: string | null;
  /** The key that leaves the shell, for the command line: ctrl- and a letter, \, ], ^ or _; none. */
  detachKey?: string;
}

export interface ContainerDetails {
  /** Its name. */
  name: string;
  /** Its id. */
  id: string;
  /** The image it is made from. */
  image?: string | null;
  /** The state it is in. */
  state?: string | null;
  /** Whether it is well, where it is asked. */
  health?: string | null;
  /** The exit code of one that has ended. */
  exitCode?: number | null;
  /** It was ended because it used too much memory. */
  outOfMemory: boolean;
  /** Why it could not be started. */
  error?: string | null;
  /** Its main process on the engine's machine. */
  pid?: number | null;
  /** When it was made. */
  createdAt?: Instant | null;
  /** When it was last started. */
  startedAt?: Instant | null;
  /** When it last ended. */
  finishedAt?: Instant | null;
  /** How often the engine has restarted it. */
  restarts: number;
  /** What starts its command. */
  entrypoint: string[];
  /** Its command. */
  command: string[];
  /** Who runs in it. */
  user?: string | null;
  /** Where its command begins. */
  workingDirectory?: string | null;
  /** Whether it has a terminal. */
  tty: boolean;
  /** Its variables; values are hidden. */
  environment: Record<string, string>;
  /** Its labels; what looks like a secret is hidden. */
  labels: Record<string, string>;
  /** Its ports, and where they are published. */
  ports: string[];
  /** The networks it is in. */
  networks: ContainerNetwork[];
  /** What is mounted in it. */
  mounts: ContainerMount[];
}

export interface ContainerItem {
  /** Its name. */
  name: string;
  /** The image it is made from. */
  image?: string | null;
  /** The state it is in: created, running, paused, restarting, exited or dead. */
  state?: string | null;
  /** The Compose project it belongs to. */
  project?: string | null;
  /** The service of that project. */
  service?: string | null;
  /** Its ports, and where they are published. */
  ports: string[];
  /** When it was made. */
  createdAt?: Instant | null;
  /** The state in the engine's own words. */
  status?: string | null;
  /** Its id. */
  id: string;
}

export interface ContainerItems {
  /** Containers, by name. */
  items: ContainerItem[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface ContainerLine {
  /** When it was written. */
  at?: Instant | null;
  /** Whether it was written to standard error. */
  error: boolean;
  /** The line. */
  text: string;
}

export interface ContainerMount {
  /** What kind of mount it is. */
  kind?: string | null;
  /** The volume or the path it comes from. */
  source?: string | null;
  /** Where it is in the container. */
  target?: string | null;
  /** Whether it can be written. */
  writable: boolean;
}

export interface ContainerNetwork {
  /** The network. */
  name: string;
  /** Its address there. */
  address?: string | null;
  /** What it is called there. */
  aliases: string[];
}

export interface ContainerUse {
  /** The container. */
  name: string;
  /** Processor time used, in seconds. */
  cpuSeconds?: number | null;
  /** Memory now, in bytes. */
  memoryBytes?: number | null;
  /** The most it may have, in bytes. */
  memoryLimitBytes?: number | null;
  /** Processes. */
  processes?: number | null;
  /** Received over networks, in bytes. */
  receivedBytes?: number | null;
  /** Sent over networks, in bytes. */
  sentBytes?: number | null;
}

export interface ContainerUses {
  /** What runs now. */
  items: ContainerUse[];
}

export interface ContextItem {
  /** Its name. */
  name: string;
  /** Where its engine is; a password in it is not shown. */
  endpoint?: string | null;
  /** Whether Docker's own command uses it, for the engine's user. */
  current: boolean;
  /** Whether dxflow finds Docker by it. */
  used: boolean;
  /** What its owner wrote about it. */
  description?: string | null;
  /** Why dxflow cannot use it, or what cannot be read. */
  problem?: string | null;
}

export interface ContextItems {
  /** Contexts, `default` first. */
  items: ContextItem[];
}

export interface CopyObject {
  /** Path of what is copied; of a directory with all below it. */
  from: string;
  /** Path that the copy shall have. */
  to: string;
  /** Replace a file that is there. */
  replace?: boolean;
  /** Make the directories on the way too. */
  parents?: boolean;
  /** Further paths that are copied: then all keep their names, and `to` is a directory that is there. */
  also?: string[] | null;
}

export interface CreateIncoming {
  /** Path that the file shall have; of a part there is none. */
  path?: string | null;
  /** Bytes of all of it, if that is known already. */
  length?: number | null;
  /** Replace a file that is there. */
  replace?: boolean;
  /** Make the directories on the way too. */
  parents?: boolean;
  /** SHA-256 of all of it, 64 hexadecimal digits: anything else is refused. */
  sha256?: string | null;
  /** Whether the file can be executed. */
  executable?: boolean;
  /** It is only a part, from which another upload is put together. */
  part?: boolean;
  /** Put together from these parts, in this order, by their ids; each has to be whole. */
  parts?: string[] | null;
  /** Kept with it as it is, for whoever takes it up again; up to 4,096 characters. */
  metadata?: string | null;
  /** The run that it belongs to, as WORKFLOW/NUMBER. */
  run?: string | null;
}

export interface CreateNetwork {
  /** Its name. */
  name: string;
  /** What makes it; otherwise the engine's usual driver. */
  driver?: string | null;
  /** It leads nowhere else. */
  internal?: boolean;
  /** Its range of addresses, such as 10.9.0.0/24. */
  subnet?: string | null;
  /** Its labels. */
  label?: Record<string, string> | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface CreateObject {
  /** Path of the directory. */
  path: string;
  /** Make the directories on the way too, and be content if it is there. */
  parents?: boolean;
}

export interface CreateShare {
  /** Path of the file or directory that the link leads to. */
  path: string;
  /** How long the link is good, from 1m to 90d; 1d without it. */
  life?: Duration | null;
  /** Who has the link can put new files into the directory, and read nothing. */
  write?: boolean;
  /** What has to be said besides, as the password of HTTP's Basic scheme. */
  password?: string | null;
  /** How many requests it answers, or how many files it takes. */
  count?: number | null;
  /** How many bytes it takes in all, if one can write: 1 GiB without it. */
  bytes?: number | null;
  /** What it is for, in a line. */
  note?: string | null;
}

export interface CreateShell {
  /** Its name: letters, digits, dots, dashes and underscores. */
  name: string;
  /** Arguments of the program; without --program the first of these is the program. */
  arguments?: string[] | null;
  /** The program; otherwise the shell of the engine's user. */
  program?: string | null;
  /** Where it starts; otherwise the home directory of the engine's user. */
  cwd?: string | null;
  /** Variables for it, NAME=VALUE. */
  env?: Record<string, string> | null;
  /** Ends it when nothing was typed or shown for this long, such as 2h. */
  idle?: Duration | null;
  /** Ends it after this long, whatever it does. */
  life?: Duration | null;
  /** Rows of its terminal, until somebody connects. */
  rows?: number;
  /** Columns of its terminal, until somebody connects. */
  columns?: number;
  /** What kind of terminal it finds, TERM. */
  term?: string;
  /** In a container of this service, or with the directory and variables of its process: WORKFLOW[/RUN]/SERVICE. */
  workflow?: string | null;
  /** Which instance of the service, from 1. */
  index?: number;
  /** With what this task of --workflow WORKFLOW[/RUN] had, such as one that failed: by its key. */
  task?: string | null;
  /** Records what it shows, from its first byte on. */
  record?: boolean;
  /** Records what is typed too, passwords among it. */
  recordInput?: boolean;
}

export interface CreateVolume {
  /** Its name. */
  name: string;
  /** What keeps it; otherwise the engine's usual driver. */
  driver?: string | null;
  /** Options of the driver. */
  option?: Record<string, string> | null;
  /** Its labels. */
  label?: Record<string, string> | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
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
  /** The runtime that it is checked for, where neither it nor its steps name one; starts may choose another. */
  runtime?: string | null;
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
  /** How a directory is sent. */
  archive?: "tar" | "zip";
}

export interface DownloadObject {
  /** Path of a file, or of a directory, which is sent as a tar archive. */
  path: string;
  /** Further paths: all come as one tar archive, each under its name; a command puts them into the directory FILE. */
  also?: string[] | null;
}

export interface DownloadOutputs {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** How they are packed. */
  archive?: "tar" | "zip";
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

export interface EngineItem {
  /** How it is named in `--on`. */
  name: "docker" | "podman";
  /** Where its API is looked for. */
  address: string;
  /** Whether it answers there. */
  listens: boolean;
  /** Whether it is the one that is meant where none is named. */
  default: boolean;
  /** What answers, by its own word: an address may be another's. */
  product?: string | null;
  /** Its version. */
  version?: string | null;
  /** The version of the API that is spoken. */
  apiVersion?: string | null;
  /** Why it does not answer. */
  problem?: string | null;
}

export interface EngineItems {
  /** Container engines, the preferred first. */
  items: EngineItem[];
}

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

export interface ExecInContainer {
  /** Name or id of the container. */
  container: string;
  /** The program and its arguments. */
  command: string[];
  /** Sends standard input; without it the program has none. */
  interactive?: boolean;
  /** Runs it on a terminal, which has no standard error of its own. */
  tty?: boolean;
  /** Variables of the program. */
  env?: Record<string, string> | null;
  /** Who runs it. */
  user?: string | null;
  /** Where it begins. */
  workdir?: string | null;
  /** Gives it all privileges. */
  privileged?: boolean;
  /** Rows of the terminal's window at first; as the command's own, else 24. */
  rows?: number | null;
  /** Columns of the terminal's window at first; as the command's own, else 80. */
  columns?: number | null;
  /** What kind of terminal it is shown on, TERM; as the command's own, else xterm. */
  term?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

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
  /** Which instance of a service, from 1. */
  index?: number;
  /** Runs it on a terminal, which has no standard error of its own. */
  tty?: boolean;
  /** Rows of the terminal's window at first; as the command's own, else 24. */
  rows?: number | null;
  /** Columns of the terminal's window at first; as the command's own, else 80. */
  columns?: number | null;
  /** What kind of terminal it is shown on, TERM; as the command's own, else xterm. */
  term?: string | null;
  /** Variables for the program, NAME=VALUE, beside those of the task. */
  env?: Record<string, string> | null;
  /** Where it starts; otherwise where the task did. */
  workdir?: string | null;
  /** Who it runs as, USER[:GROUP]; only in containers. */
  user?: string | null;
  /** Returns once it has started; what it writes goes nowhere, and it ends with the task at the latest. */
  detach?: boolean;
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

export interface ExportRecording {
  /** Name of the recording. */
  name: string;
}

export interface ExportWorkflow {
  /** Name of the workflow. */
  name: string;
  /** Number of a run, with what was chosen for it; otherwise the workflow as it is now. */
  run?: number | null;
}

export interface ExportedDocument {
  /** The workflow, or the run. */
  name: string;
  /** The revision it is of. */
  revision: number;
  /** The document as one file that says all of it. */
  document: unknown;
  /** Variables that it wants set, in place of the secrets that are not in it. */
  variables: string[];
}

export interface FetchShare {
  /** What stands in the link behind /s/. */
  token: string;
  /** Path below the directory that is shared. */
  path?: string | null;
  /** The password, if one is wanted; over HTTP that of the Basic scheme. */
  password?: string | null;
}

export interface FillObjects {
  /** Path of the directory that the names in the archive are below; . is the top of the object storage. */
  path: string;
  /** Replace files that are there. */
  replace?: boolean;
  /** Make the directory, and those on the way. */
  parents?: boolean;
}

export interface GraphEdge {
  /** What is waited for. */
  from: string;
  /** What waits. */
  to: string;
  /** Its end, its data, what became of it, or a condition of depends_on. */
  kind: "needs" | "data" | "status" | "started" | "healthy" | "succeeded";
  /** The output that is taken. */
  output?: string | null;
}

export interface GraphNode {
  /** Name of the step or service. */
  name: string;
  /** Step, one-shot or service. */
  kind: "step" | "one_shot" | "service";
  /** What executes it. */
  runtime: string;
  /** Its state in the run. */
  state?: "waiting" | "queued" | "starting" | "running" | "finishing" | "succeeded" | "failed" | "cancelled" | "skipped" | "omitted" | "reused" | "paused" | "stopped" | "created" | null;
  /** How many of it there are; absent where only the run will tell. */
  slices?: number | null;
  /** How many of them ended well. */
  ok?: number | null;
  /** How many of them failed. */
  failed?: number | null;
  /** It runs last, whatever the result. */
  onExit: boolean;
  /** Of a step that is a document of its own: what is in it. */
  inner?: WorkflowGraph | null;
}

export interface HealthInfo {
  /** Whether the engine takes work. */
  healthy: boolean;
  /** Why not, one reason a line. */
  reasons: string[];
}

export type HealthRequest = Record<string, never>;

export interface ImageDetails {
  /** Its id. */
  id: string;
  /** Its names. */
  names: string[];
  /** What its content is called in registries. */
  digests: string[];
  /** When it was made. */
  createdAt?: Instant | null;
  /** Its size, in bytes. */
  sizeBytes: number;
  /** The system and the kind of processor it is for. */
  platform?: string | null;
  /** What starts its command. */
  entrypoint: string[];
  /** Its command. */
  command: string[];
  /** Who runs in it. */
  user?: string | null;
  /** Where its command begins. */
  workingDirectory?: string | null;
  /** Its variables; values are hidden. */
  environment: Record<string, string>;
  /** Its labels; what looks like a secret is hidden. */
  labels: Record<string, string>;
}

export interface ImageItem {
  /** Its name with its tag; its id where it has none. */
  name: string;
  /** Its size, in bytes; what others share with it is in it. */
  sizeBytes: number;
  /** When it was made. */
  createdAt?: Instant | null;
  /** What its content is called in a registry. */
  digest?: string | null;
  /** Its id. */
  id: string;
}

export interface ImageItems {
  /** Images, by name. */
  items: ImageItem[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface ImageProgress {
  /** The part that this is about, such as a layer. */
  part?: string | null;
  /** What becomes of it, or what the build said. */
  text: string;
  /** Bytes so far. */
  currentBytes?: number | null;
  /** Bytes in all. */
  totalBytes?: number | null;
  /** In the last record: the image's id or digest. */
  image?: string | null;
}

export interface ImageRemoval {
  /** Names that are gone. */
  untagged: string[];
  /** Images and layers that are gone. */
  deleted: string[];
}

export interface ImportImage {
  /** The image's name. */
  image: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface IncomingInfo {
  /** Id of the upload. */
  id: string;
  /** Path that the file shall have; of a part there is none. */
  path?: string | null;
  /** How many bytes are there. */
  offset: number;
  /** Bytes of all of it, as far as that is known. */
  length?: number | null;
  /** Whether it is whole: then the file is at its path, or the part waits for the others. */
  done: boolean;
  /** When it is given up, unless something more comes. */
  expiresAt: Instant;
  /** Whose it is: nobody else but a MASTER can see it, add to it, or remove it. */
  by: string;
  /** Whether it is only a part. */
  part: boolean;
  /** SHA-256 of all of it, as it was announced, or found. */
  sha256?: string | null;
  /** What its client wants kept with it. */
  metadata?: string | null;
  /** The parts that it was put together from. */
  parts?: string[] | null;
  /** SHA-256 of the bytes that are there, if it was asked for. */
  sum?: string | null;
}

export interface IncomingItems {
  /** Uploads that are under way or have ended within the last day, the oldest first. */
  items: IncomingInfo[];
}

export interface InspectContainer {
  /** Name or id of the container. */
  container: string;
  /** Show the values of its environment, and what else is hidden; a MASTER may. */
  reveal?: boolean;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface InspectImage {
  /** The image, by name or id. */
  image: string;
  /** Show the values of its environment, and what else is hidden; a MASTER may. */
  reveal?: boolean;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface InspectNetwork {
  /** Name or id of the network. */
  network: string;
  /** Show also what looks like a secret; a MASTER may. */
  reveal?: boolean;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface InspectVolume {
  /** Name of the volume. */
  volume: string;
  /** Show also what looks like a secret; a MASTER may. */
  reveal?: boolean;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

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

export interface KillContainer {
  /** Name or id of the container. */
  container: string;
  /** The signal, by name or number. */
  signal?: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface KillRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise every run that is not final. */
  run?: number | null;
  /** Only these services, which then stay stopped; the run goes on. */
  services?: string[] | null;
  /** The signal; another than KILL is sent and nothing else is done. */
  signal?: string;
}

export interface KillShell {
  /** Name of the shell. */
  name: string;
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

export interface ListContainers {
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
  /** Also those that do not run. */
  all?: boolean;
  /** Only those of this Compose project. */
  project?: string | null;
  /** Only those with this label, as NAME or NAME=VALUE. */
  label?: string[] | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export type ListContexts = Record<string, never>;

export type ListEngines = Record<string, never>;

export interface ListImages {
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
  /** Also the layers between, which have no name. */
  all?: boolean;
  /** Only those of this name, which may have * in it. */
  reference?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface ListIncoming {
  /** Only those of a file that shall have this path. */
  path?: string | null;
}

export interface ListKeys {
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
  /** Also those that are disabled or have expired. */
  all?: boolean;
}

export interface ListNetworks {
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
  /** Only those of this Compose project. */
  project?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface ListObjects {
  /** The directory; otherwise the top. */
  path?: string;
  /** How many levels down, from 1. */
  depth?: number;
  /** Only what has such a name (* ? [a-z]), or with a slash such a path below the directory. */
  pattern?: string | null;
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
  /** Tell checksums too, as far as they are known. */
  sums?: boolean;
}

export interface ListProjects {
  /** The project of this name alone. */
  project?: string | null;
  /** The container engine to look at, otherwise all that are there. */
  runtime?: string | null;
}

export interface ListRecordings {
  /** Only those of this shell, or of earlier ones of its name. */
  shell?: string | null;
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
}

export type ListRegistries = Record<string, never>;

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

export interface ListShares {
  /** Only those of this path. */
  path?: string | null;
}

export interface ListShells {
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
}

export interface ListSteps {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Only those in one of these states, with commas between. */
  state?: string | null;
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this one, as the last answer named it. */
  cursor?: string | null;
  /** Only those whose key begins so. */
  key?: string | null;
}

export interface ListVolumes {
  /** How many at most, up to 1000. */
  limit?: number;
  /** Go on after this, the `next` of the answer before. */
  cursor?: string | null;
  /** Only those of this Compose project. */
  project?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
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

export interface LoadImages {
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface LoadedImages {
  /** The images that were in the archive. */
  names: string[];
}

export interface LogLine {
  /** The step or service. */
  step: string;
  /** When it was written. */
  at: Instant;
  /** It was written to standard error. */
  error: boolean;
  /** The line; of joined ones all, with newlines between them. */
  text: string;
  /** The instance of a step that is fanned out, from 0. */
  slice: number;
  /** The attempt, from 1. */
  attempt: number;
  /** Grows from line to line of one stream of one attempt, and is the same whenever it is read; of joined lines that of the last. */
  position: number;
}

export interface LoginRegistry {
  /** The registry, such as registry.example:5000; otherwise Docker's hub. */
  server?: string;
  /** Who signs in; without it the command asks. */
  user?: string | null;
  /** The password or a token; without it the command asks. */
  password?: string | null;
  /** The container engine that asks the registry; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface LogoutRegistry {
  /** The registry; otherwise Docker's hub. */
  server?: string;
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

export interface MoveObject {
  /** Path of what is moved. */
  from: string;
  /** Path that it shall have. */
  to: string;
  /** Replace a file that is there. */
  replace?: boolean;
  /** Make the directories on the way too. */
  parents?: boolean;
  /** Further paths that are moved: then all keep their names, and `to` is a directory that is there. */
  also?: string[] | null;
}

export interface NetworkDetails {
  /** Its name. */
  name: string;
  /** Its id. */
  id: string;
  /** What makes it. */
  driver?: string | null;
  /** How far it reaches. */
  scope?: string | null;
  /** Whether it leads nowhere else. */
  internal: boolean;
  /** Whether it has IPv6. */
  ipv6: boolean;
  /** When it was made. */
  createdAt?: Instant | null;
  /** Its ranges of addresses. */
  ranges: NetworkRange[];
  /** The containers in it. */
  containers: NetworkMemberItem[];
  /** Options of its driver. */
  options: Record<string, string>;
  /** Its labels. */
  labels: Record<string, string>;
}

export interface NetworkItem {
  /** Its name. */
  name: string;
  /** What makes it. */
  driver?: string | null;
  /** The Compose project it belongs to. */
  project?: string | null;
  /** Whether it leads nowhere else. */
  internal: boolean;
  /** When it was made. */
  createdAt?: Instant | null;
  /** Its id. */
  id: string;
}

export interface NetworkItems {
  /** Networks, by name. */
  items: NetworkItem[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface NetworkMemberItem {
  /** The container. */
  name: string;
  /** Its address there. */
  address?: string | null;
}

export interface NetworkRange {
  /** The range. */
  subnet?: string | null;
  /** The way out of it. */
  gateway?: string | null;
}

export interface ObjectDoubt {
  /** Path of the object. */
  path: string;
  /** What is the matter with it. */
  why: string;
  /** Whether its content is damaged, rather than of unknown origin. */
  damaged: boolean;
}

export interface ObjectInfo {
  /** Path from the top of the object storage. */
  path: string;
  /** A file or a directory; links are not followed. */
  kind: "file" | "dir" | "link" | "other";
  /** Bytes of a file; of a directory with all below it. */
  size: number;
  /** When its content changed last. */
  modifiedAt: Instant;
  /** When its content, its name or what is known of it changed last. */
  changedAt: Instant;
  /** What its name says that it is. */
  mediaType?: string | null;
  /** SHA-256 of a file's content. */
  sha256?: string | null;
  /** Whether a file can be executed. */
  executable: boolean;
  /** Files and directories below a directory. */
  entries?: number | null;
  /** What was noted of it. */
  meta?: Record<string, string> | null;
}

export interface ObjectItem {
  /** Path from the top of the object storage. */
  path: string;
  /** A file or a directory; links are not followed. */
  kind: "file" | "dir" | "link" | "other";
  /** Bytes of a file. */
  size?: number | null;
  /** When its content changed last. */
  modifiedAt: Instant;
  /** SHA-256 of a file's content, if it was asked for and is known without reading the file. */
  sha256?: string | null;
}

export interface ObjectItems {
  /** Objects, each directory before what is in it, in byte order of names. */
  items: ObjectItem[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface ObjectRemoved {
  /** Path that it had. */
  path: string;
  /** What it was. */
  kind: "file" | "dir" | "link" | "other";
  /** Paths of what else was removed. */
  also?: string[] | null;
}

export interface ObjectsFilled {
  /** Path of the directory. */
  path: string;
  /** Files that were brought. */
  files: number;
  /** Bytes of them. */
  bytes: number;
  /** Directories that were not there. */
  directories: number;
}

export interface ObjectsVerified {
  /** Files whose content is what was brought. */
  good: number;
  /** Bytes that were read. */
  bytes: number;
  /** What is not so, or cannot be told. */
  doubts: ObjectDoubt[];
}

export interface Outputs {
  /** The run. */
  run: string;
  /** The workflow's outputs, by name. */
  values: unknown;
  /** The outputs of steps, by step and name. */
  steps: unknown;
  /** If that was asked for: what is not there yet. */
  pending?: PendingOutput[] | null;
}

export interface PauseContainer {
  /** Name or id of the container. */
  container: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface PauseRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise every run that is not final. */
  run?: number | null;
  /** Only these services, which stand still until they are let go on; the run goes on. */
  services?: string[] | null;
}

export interface PendingOutput {
  /** The step whose output it is; absent for one of the workflow. */
  step?: string | null;
  /** Name of the output. */
  name: string;
  /** Why it is not there. */
  why: string;
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
  /** Name of the workflow whose run is meant by reuse; otherwise the document's. */
  name?: string | null;
  /** Take over what went well in the run with this number: the same key, and nothing that decides the result is different. */
  reuse?: number | null;
  /** With reuse: run what has this key or is under it, and all after it. */
  from?: string[] | null;
  /** With reuse: take an output over as another value, KEY.outputs.NAME=VALUE. */
  set?: Record<string, string> | null;
  /** With reuse: take over what has this key or is under it, whatever is different. */
  forceReuse?: string[] | null;
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

export interface PlannedReuse {
  /** The step; inside of what is called the way there before it. */
  step: string;
  /** How many slices it has; absent where that depends on what is going to run. */
  slices?: number | null;
  /** How many results are taken over. */
  reuse: number;
  /** How many run. */
  run: number;
  /** How many are skipped. */
  skip: number;
  /** Why; of several slices the most frequent reasons. */
  why: string;
  /** The slices one by one, of all steps together at most ten thousand. */
  items?: PlannedSlice[] | null;
}

export interface PlannedSlice {
  /** Its key. */
  key: string;
  /** Whether it would run, or its result be taken over. */
  action: "unknown" | "run" | "reuse" | "skip" | "fail";
  /** Why. */
  why: string;
}

export interface PlatformChanged {
  /** What was changed. */
  name: string;
  /** Its id, where it has one. */
  id?: string | null;
  /** The state it is in now, where it has one. */
  state?: string | null;
}

export interface PlatformInfo {
  /** The container engine. */
  name: "docker" | "podman";
  /** Where its API is. */
  address: string;
  /** What answers, by its own word. */
  product: string;
  /** Its version. */
  version?: string | null;
  /** The version of the API that is spoken. */
  apiVersion: string;
  /** The operating system it runs on. */
  operatingSystem?: string | null;
  /** The machine's kind of processor. */
  architecture?: string | null;
  /** Processors. */
  cpus: number;
  /** Memory, in bytes. */
  memoryBytes: number;
  /** How it keeps images. */
  storageDriver?: string | null;
  /** How it keeps logs. */
  loggingDriver?: string | null;
  /** How it limits containers, and by which version of control groups. */
  cgroups?: string | null;
  /** What it protects with. */
  security: string[];
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

export interface ProjectInfo {
  /** Name of the Compose project. */
  name: string;
  /** The container engine that it is on. */
  runtime: string;
  /** Its containers that run. */
  running: number;
  /** Its containers, those that do not run too. */
  containers: number;
  /** The run that it belongs to; absent if it was started by hand. */
  run?: string | null;
  /** Its document's files, as whoever started it gave them. */
  files: string[];
  /** The directory that it was started from. */
  directory: string;
  /** Its services, by name. */
  services: ProjectService[];
}

export interface ProjectList {
  /** The projects, by name. */
  items: ProjectInfo[];
}

export interface ProjectService {
  /** Name of the service. */
  name: string;
  /** Numbers of its containers that run. */
  running: number[];
  /** Its containers, those that do not run too. */
  containers: number;
}

export interface PruneContainers {
  /** Only say what would go. */
  dryRun?: boolean;
  /** Only those of this Compose project. */
  project?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface PruneImages {
  /** Only say what would go. */
  dryRun?: boolean;
  /** Also those with a name, if no container uses them. */
  all?: boolean;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface PruneNetworks {
  /** Only say what would go. */
  dryRun?: boolean;
  /** Only those of this Compose project. */
  project?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface PruneObjects {
  /** The directory to look in; otherwise all. */
  path?: string;
  /** Files whose content is older than this, such as 30d. */
  older?: Duration | null;
  /** Files of more bytes than this. */
  larger?: number | null;
  /** Only those with such a name (* ? [a-z]), or with a slash such a path below the directory. */
  pattern?: string | null;
  /** Only those with these notes, as NAME=VALUE. */
  meta?: Record<string, string> | null;
  /** Say what would go and why, and remove nothing. */
  dryRun?: boolean;
  /** Files of runs (`object set PATH --meta run=WORKFLOW/NUMBER`) that ended longer ago than this, such as 7d. */
  afterRun?: Duration | null;
}

export interface PruneRecordings {
  /** Those that were last written longer ago than this, such as 30d. */
  older?: Duration | null;
  /** And the oldest, until the rest has at most so many bytes together. */
  bytes?: number | null;
  /** Only says what would be removed. */
  dryRun?: boolean;
}

export interface PruneShells {
  /** Only those that ended longer ago than this, such as 1d. */
  older?: Duration | null;
  /** Only says what would be removed. */
  dryRun?: boolean;
}

export interface PruneVolumes {
  /** Only say what would go. */
  dryRun?: boolean;
  /** Also those that somebody gave a name. */
  all?: boolean;
  /** Only those of this Compose project. */
  project?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface PruneWorkflows {
  /** Name of one workflow; otherwise all. */
  name?: string | null;
  /** Finished runs to keep per workflow; otherwise as configured. */
  keepRuns?: number | null;
  /** Only say what would go, and why. */
  dryRun?: boolean;
}

export interface Pruned {
  /** What nothing uses. */
  items: PrunedItem[];
  /** Nothing was removed: this is what would go. */
  dryRun: boolean;
}

export interface PrunedItem {
  /** What went, or would go. */
  name: string;
  /** Its size, in bytes; what others share with it stays. */
  sizeBytes?: number | null;
  /** Why it stayed after all. */
  kept?: string | null;
}

export interface PrunedObject {
  /** Path of the file. */
  path: string;
  /** Bytes of it. */
  size: number;
  /** When its content changed last. */
  modifiedAt: Instant;
  /** Why it goes. */
  why: string;
}

export interface PrunedObjects {
  /** Files that go, the first 1,000 of them. */
  items: PrunedObject[];
  /** How many go. */
  files: number;
  /** How much room that gives. */
  bytes: number;
  /** Files that would go, but that a share leads to. */
  shared: number;
  /** Files that would go, but whose run goes on. */
  running: number;
}

export interface PullImage {
  /** The image; latest, if it has neither tag nor digest. */
  image: string;
  /** The system and the kind of processor, such as linux/arm64. */
  platform?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface PullWorkflow {
  /** Name of the workflow, or a document's file, which is kept as a workflow first. */
  name: string;
  /** A service; otherwise all that have no build. */
  service?: string[] | null;
  /** Go on with the others where one cannot be had. */
  ignoreFailures?: boolean;
  /** The runtime of steps that name none. */
  runtime?: string | null;
}

export interface PushImage {
  /** The image, with the registry in front of its name. */
  image: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface QueueInfo {
  /** The targets, and what they allow. */
  targets: QueueTarget[];
  /** What jobs can be submitted to. */
  partitions: QueuePartition[];
  /** The jobs of the engine's user. */
  jobs: QueueJob[];
  /** How many jobs more there are. */
  more: number;
}

export interface QueueJob {
  /** The target it was seen by. */
  target: string;
  /** Its number; an array of which nothing has begun is one line. */
  id: string;
  /** Its name: of the engine's jobs the step's. */
  name: string;
  /** Where it runs or waits. */
  partition: string;
  /** The scheduler's state of it. */
  state: string;
  /** Why it waits, in the scheduler's word. */
  reason?: string | null;
  /** When it began, or will begin as the scheduler estimates. */
  startsAt?: Instant | null;
  /** Whether this engine has submitted it. */
  ours: boolean;
  /** Nodes. */
  nodes: number;
  /** Processors. */
  cpus: number;
  /** How long it may run. */
  timeMax?: Duration | null;
  /** When it was submitted. */
  submittedAt?: Instant | null;
}

export interface QueuePartition {
  /** The target it was seen by. */
  target: string;
  /** Its name. */
  name: string;
  /** Whether jobs go there that name none. */
  default: boolean;
  /** Whether it takes jobs and begins them, in the scheduler's word. */
  state: string;
  /** How long a job may run there; nothing is no limit. */
  timeMax?: Duration | null;
  /** How many nodes a job may have. */
  nodesPerJob: string;
  /** Nodes. */
  nodes: number;
  /** Nodes on which nothing runs. */
  nodesIdle: number;
  /** Processors. */
  cpus: number;
  /** Processors on which nothing runs. */
  cpusIdle: number;
}

export interface QueueTarget {
  /** Its name, as `runtime` has it. */
  name: string;
  /** Which scheduler it is. */
  scheduler: string;
  /** How many jobs the engine's user has there. */
  jobs: number;
  /** How many jobs this engine may have in its queue. */
  jobsMax: number;
  /** How many submissions a minute this engine makes at most. */
  submissionsPerMinute: number;
  /** How many elements an array of jobs may have. */
  arrayMax?: number | null;
  /** Why nothing more is known. */
  problem?: string | null;
}

export interface ReadContainerLogs {
  /** Name or id of the container. */
  container: string;
  /** Go on as it writes, until it ends. */
  follow?: boolean;
  /** Only the last so many lines. */
  tail?: number | null;
  /** Only what was written since. */
  since?: Instant | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface ReadContainerStats {
  /** Names or ids; otherwise all that run. */
  containers?: string[] | null;
  /** Only those of this Compose project. */
  project?: string | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface ReadEvents {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Go on with events as they come, until the run ends. */
  follow?: boolean;
}

export interface ReadGraph {
  /** Name of the workflow; on the command line also a document's file, which is read and not kept. */
  name: string;
  /** Number of a run, which is shown with its states; otherwise the workflow as it would run now. */
  run?: number | null;
  /** How it is drawn: as Mermaid, for Graphviz, or not at all. */
  format?: "mermaid" | "dot" | "json";
}

export interface ReadLogs {
  /** Name of the workflow. */
  name: string;
  /** Only these steps, services or keys; web:2 is the second instance of web, a key stands for all below it. */
  steps?: string[] | null;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Go on with lines as they come. */
  follow?: boolean;
  /** Only the last lines of each, of those that are asked for otherwise. */
  tail?: number | null;
  /** Only lines from then on; 10m is ten minutes ago. */
  since?: Instant | null;
  /** Number of an attempt; otherwise the latest. */
  attempt?: number | null;
  /** Only lines up to then. */
  until?: Instant | null;
  /** Only lines that contain this text, as they are shown. */
  search?: string | null;
  /** Only lines that match this regular expression, as they are shown; without backtracking. */
  regex?: string | null;
  /** Take large and small letters for the same in a search. */
  ignoreCase?: boolean;
  /** Lines of all attempts, not of the latest alone. */
  allAttempts?: boolean;
  /** For people: begin each line with its time, in UTC; lines as data always have it. */
  timestamps?: boolean;
  /** Lines of one stream that have the same time may come as one, with newlines between them: quicker to read many. */
  joined?: boolean;
}

export type ReadOpenApi = Record<string, never>;

export interface ReadOutputs {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** A step, for its outputs alone. */
  step?: string | null;
  /** Only what is there already, and of the rest why it is not; for a run that goes on. */
  soFar?: boolean;
}

export type ReadProto = Record<string, never>;

export interface ReadStats {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Only these steps or services. */
  services?: string[] | null;
  /** Not now, but each look of the last hour, one every ten seconds. */
  history?: boolean;
}

export interface ReadTop {
  /** Name of the workflow. */
  name: string;
  /** Only these steps or services. */
  services?: string[] | null;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
}

export interface RecordShell {
  /** Name of the shell. */
  name: string;
  /** Whether it is recorded from now on. */
  state?: "on" | "off";
  /** Records what is typed too, passwords among it; otherwise only what is shown is recorded. */
  input?: boolean;
}

export interface RecordingInfo {
  /** Its name: the shell's, a dot, a number. */
  name: string;
  /** Whether it is still being written. */
  recording: boolean;
  /** How many bytes it has. */
  size: number;
  /** How long it is, in seconds. */
  seconds: number;
  /** Who began it. */
  by: string;
  /** When it was begun. */
  begunAt: Instant;
  /** When it was last written. */
  endedAt: Instant;
  /** From where it was begun, as in the audit log. */
  from: string;
  /** Whether what was typed is in it too. */
  input: boolean;
  /** The operation that the audit log has it under. */
  operation: string;
  /** The shell. */
  shell: string;
  /** What no other shell is ever called. */
  instance: string;
  /** Rows of the terminal at first. */
  rows: number;
  /** Columns of the terminal at first. */
  columns: number;
  /** What it shows at first. */
  command: string;
  /** The number of its entry in the audit log; none in recordings of earlier versions. */
  entry?: number | null;
}

export interface RecordingList {
  /** Recordings, by name. */
  items: RecordingInfo[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface RecordingsRemoved {
  /** The recordings that are gone, or would be. */
  names: string[];
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

export interface RegistryItem {
  /** The registry. */
  server: string;
  /** Who signs in there. */
  user: string;
  /** When they were let in. */
  since: Instant;
}

export interface RegistryItems {
  /** Registries that are signed in to. */
  items: RegistryItem[];
}

export interface RemoveContainer {
  /** Name or id of the container. */
  container: string;
  /** End it first, if it runs. */
  force?: boolean;
  /** Remove its unnamed volumes too. */
  volumes?: boolean;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface RemoveImage {
  /** The image, by name or id. */
  image: string;
  /** Also if it has other names, or a stopped container uses it. */
  force?: boolean;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface RemoveIncoming {
  /** Id of the upload. */
  id: string;
}

export interface RemoveNetwork {
  /** Name or id of the network. */
  network: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface RemoveObject {
  /** Path of what is removed. */
  path: string;
  /** A directory with all below it. */
  recursive?: boolean;
  /** Further paths that are removed. */
  also?: string[] | null;
}

export interface RemoveRecording {
  /** Name of the recording. */
  name: string;
}

export interface RemoveShell {
  /** Name of the shell. */
  name: string;
  /** Also one that runs, which is ended first. */
  stop?: boolean;
}

export interface RemoveVolume {
  /** Name of the volume. */
  volume: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface RemoveWorkflow {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the workflow with all its runs. */
  run?: number | null;
  /** Stop first what is running. */
  stop?: boolean;
  /** With the workflow, remove the volumes of its containers. */
  volumes?: boolean;
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

export interface RestartContainer {
  /** Name or id of the container. */
  container: string;
  /** How long it has to end by itself; otherwise as it was made. */
  grace?: Duration | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
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
  /** Only these services, and those that say they restart with them, in the run that is up. */
  services?: string[] | null;
}

export interface RetryRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** What has these keys or is under them: of a run that goes on what failed of it, else that and all after it. */
  keys?: string[] | null;
  /** Show what would run and what would be taken over, and start nothing. */
  dryRun?: boolean;
}

export interface RevokeShare {
  /** Id of the share. */
  id: string;
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
  /** What happened: the journal's own word; or progress: news in between, under the number before it, kept nowhere. */
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
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | "stopped" | null;
  /** More about it. */
  detail?: string | null;
  /** The slice, from 0, where the step is fanned out; of several the first. */
  slice?: number | null;
  /** How many slices it is about, where they are several. */
  slices?: number | null;
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
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | "stopped" | null;
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
  /** It was up already, and nothing of it has changed. */
  unchanged: boolean;
  /** Where it was waited for: what has not come up, and why. */
  notUp?: string[] | null;
  /** Where nothing was to be started: what would run, step by step. The run is then one that there is not. */
  planned?: PlannedReuse[] | null;
}

export interface RunsPaused {
  /** The runs, as they are now. */
  items: RunInfo[];
  /** What is not as it was asked for, and why. */
  warnings: string[];
  /** False: all of them were so already. */
  changed: boolean;
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

export interface SaveImages {
  /** The image, by name or id. */
  image: string;
  /** Further images in the same archive. */
  with?: string[] | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface ScaleService {
  /** Name of the workflow. */
  name: string;
  /** The service. */
  service: string;
  /** How many there are to be. */
  replicas: number;
}

export interface SendToShare {
  /** What stands in the link behind /s/. */
  token: string;
  /** Name that the file shall have in the directory. */
  name: string;
  /** The password, if one is wanted; over HTTP that of the Basic scheme. */
  password?: string | null;
}

export interface SendToShell {
  /** Name of the shell. */
  name: string;
  /** What is typed, as it is. */
  text?: string | null;
  /** Keys that are typed behind it: enter, tab, escape, up, down, left, right, ctrl-a to ctrl-z. */
  key?: string[] | null;
  /** Types Enter at the end. */
  enter?: boolean;
}

export interface SentToShare {
  /** Name that the file has. */
  name: string;
  /** Bytes that came. */
  size: number;
  /** SHA-256 of them. */
  sha256?: string | null;
}

export interface ServiceInfo {
  /** Name of the service. */
  name: string;
  /** State. */
  state: "waiting" | "queued" | "starting" | "running" | "finishing" | "succeeded" | "failed" | "cancelled" | "skipped" | "omitted" | "reused" | "paused" | "stopped" | "created";
  /** Whether its health check passes; absent without one. */
  healthy?: boolean | null;
  /** Times it was started. */
  attempts: number;
  /** Exit code of the last time. */
  exit?: number | null;
  /** Why it failed. */
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | "stopped" | null;
  /** More about why. */
  detail?: string | null;
  /** Where it listens. */
  ports: string[];
  /** How long it has run. */
  took?: Duration | null;
  /** What executes it. */
  runtime: string;
  /** Which of its instances, from 1. */
  instance: number;
}

export interface ServiceList {
  /** The services, in the order of the document. */
  items: ServiceInfo[];
}

export interface SetObject {
  /** Path of a file or a directory. */
  path: string;
  /** Pairs to note, as NAME=VALUE; a name that is there gets the new value. */
  meta?: Record<string, string> | null;
  /** Names to forget. */
  unset?: string[] | null;
}

export interface ShareInfo {
  /** Id of the share; it opens nothing. */
  id: string;
  /** Path that it leads to. */
  path: string;
  /** Whether it takes files rather than giving them. */
  write: boolean;
  /** Whose rights it has, and who answers for it. */
  by: string;
  /** When it is over. */
  expiresAt: Instant;
  /** Whether it answers now, and if not, why. */
  state: "live" | "expired" | "used_up" | "orphaned";
  /** Requests that it has answered, or files that it has taken. */
  used: number;
  /** How many there may be; none: as many as come. */
  count?: number | null;
  /** Whether it wants a password. */
  password: boolean;
  /** Bytes that it still takes, if one can write. */
  bytesLeft?: number | null;
  /** When it was made. */
  createdAt: Instant;
  /** What it is for. */
  note?: string | null;
  /** The link: it is told when the share is made, and never again. */
  link?: string | null;
}

export interface ShareItems {
  /** Shares of the caller, of a MASTER all; the one that is over first comes first. */
  items: ShareInfo[];
}

export interface ShellInfo {
  /** Its name. */
  name: string;
  /** Whether its program runs, has ended, or was lost with its machine or holder. */
  state: "running" | "ended" | "lost";
  /** The program. */
  program: string;
  /** Who looks on; those who cannot type are said to watch. */
  viewers: string[];
  /** When it was created. */
  createdAt: Instant;
  /** Who created it. */
  by: string;
  /** What programs call their window. */
  title?: string | null;
  /** Exit code of its program; 128 + n for a death by signal n. */
  exit?: number | null;
  /** Why it ended: exited, killed, idle, life. */
  reason?: string | null;
  /** When it ended. */
  endedAt?: Instant | null;
  /** When something was last typed or shown. */
  activeAt?: Instant | null;
  /** The recording that is being made of it. */
  recording?: string | null;
  /** The service or task that it is in, or has the directory and variables of. */
  inside?: string | null;
  /** Rows of its terminal. */
  rows?: number | null;
  /** Columns of its terminal. */
  columns?: number | null;
  /** The program's arguments. */
  arguments?: string[] | null;
  /** Where it started. */
  cwd?: string | null;
  /** What no other shell is ever called. */
  instance?: string | null;
}

export interface ShellInput {
  /** Bytes that are typed. */
  bytes?: Base64 | null;
  /** Rows of the window from now on; with its columns. */
  rows?: number | null;
  /** Columns of the window from now on. */
  columns?: number | null;
}

export interface ShellList {
  /** Shells, by name. */
  items: ShellInfo[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface ShellOutput {
  /** Bytes for a terminal. */
  bytes?: Base64 | null;
  /** The position behind these bytes, to go on from. */
  position?: number | null;
  /** These bytes paint all of the screen. */
  paints: boolean;
  /** The instance that positions are of. */
  instance?: string | null;
  /** Rows of the shell's terminal. */
  rows?: number | null;
  /** Columns of the shell's terminal. */
  columns?: number | null;
  /** Who looks on; those who cannot type are said to watch. */
  viewers?: string[] | null;
  /** The program has ended with this code; nothing follows. */
  exit?: number | null;
  /** Why it ended: exited, killed, idle, life. */
  reason?: string | null;
}

export interface ShellScreen {
  /** How it stands. */
  shell: ShellInfo;
  /** The lines of its screen, as text. */
  lines: string[];
}

export interface ShellsRemoved {
  /** The shells that are gone, or would be. */
  names: string[];
}

export interface ShowIncoming {
  /** Id of the upload. */
  id: string;
  /** Tell the SHA-256 of what is there too, for which that is read. */
  sum?: boolean;
}

export interface ShowObject {
  /** Path of a file or a directory. */
  path: string;
}

export interface ShowPlatform {
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface ShowQueue {
  /** The target; otherwise all. */
  target?: string | null;
  /** How many jobs at most, up to 1000. */
  limit?: number;
}

export interface ShowRecording {
  /** Name of the recording. */
  name: string;
}

export interface ShowShare {
  /** Id of the share. */
  id: string;
}

export interface ShowShell {
  /** Name of the shell. */
  name: string;
}

export interface ShowWorkflow {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
}

export interface StartContainer {
  /** Name or id of the container. */
  container: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
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
  /** How many of a service there are to be, SERVICE=N, whatever the document says. */
  scale?: Record<string, number> | null;
  /** Take over the containers that the Compose project of this name has already, as they are. */
  adopt?: boolean;
  /** Only these services, of the run that is up; otherwise a run. */
  services?: string[] | null;
  /** Answer when all services run, or are healthy where they have a check. */
  wait?: boolean;
  /** Give up waiting after this long; the run goes on. */
  waitTimeout?: Duration | null;
  /** Build the images of services that have a build, also those that are there. */
  build?: boolean;
  /** When images are fetched, whatever the document says. */
  pull?: "missing" | "always" | "never" | null;
  /** Remove the containers of services that the document does not have any more. */
  removeOrphans?: boolean;
  /** Make the containers, networks and volumes of the services and start none of them; a start goes on from there. */
  noStart?: boolean;
  /** Take over what went well in the run with this number: the same key, and nothing that decides the result is different. */
  reuse?: number | null;
  /** With reuse: run what has this key or is under it, and all after it. */
  from?: string[] | null;
  /** With reuse: take an output over as another value, KEY.outputs.NAME=VALUE. */
  set?: Record<string, string> | null;
  /** With reuse: take over what has this key or is under it, whatever is different. */
  forceReuse?: string[] | null;
  /** Show what would run and what would be taken over, and start nothing. */
  dryRun?: boolean;
}

export interface StepInfo {
  /** Name of the step. */
  name: string;
  /** State. */
  state: "waiting" | "queued" | "starting" | "running" | "finishing" | "succeeded" | "failed" | "cancelled" | "skipped" | "omitted" | "reused" | "paused" | "stopped" | "created";
  /** Attempts made. */
  attempts: number;
  /** Exit code of the last attempt. */
  exit?: number | null;
  /** Why it failed. */
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | "stopped" | null;
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
  /** How far it is, n/m: as its program says while it runs, or of several slices how many are done. */
  progress?: string | null;
  /** Its key, where it is not its name; absent where the row stands for several slices. */
  key?: string | null;
}

export interface StepList {
  /** The steps, in the order of the document. */
  items: StepInfo[];
  /** Give this as cursor for the rest; absent at the end. */
  next?: string | null;
}

export interface StopContainer {
  /** Name or id of the container. */
  container: string;
  /** How long it has to end by itself; otherwise as it was made. */
  grace?: Duration | null;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface StopRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise every run that is not final. */
  run?: number | null;
  /** Only these services, which then stay stopped; the run goes on. */
  services?: string[] | null;
}

export interface TagImage {
  /** The image, by name or id. */
  image: string;
  /** Its further name, with a tag. */
  name: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
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
  /** How busy it was since the look before; 100 is one processor. Not known at the first look. */
  cpuPercent?: number | null;
  /** Instances that run. */
  instances: number;
  /** Read from disks, in bytes; of processes those that run now. */
  readBytes?: number | null;
  /** Written to disks, in bytes; of processes those that run now. */
  writtenBytes?: number | null;
  /** Received over networks of its own, in bytes. */
  receivedBytes?: number | null;
  /** Sent over networks of its own, in bytes. */
  sentBytes?: number | null;
  /** When it was looked at. */
  at?: Instant | null;
}

export interface TaskStatsList {
  /** What runs now, by service; or what did, by time. */
  items: TaskStatsInfo[];
  /** The whole run, now. */
  total?: TaskStatsInfo | null;
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

export interface TypedInShell {
  /** Name of the shell. */
  name: string;
  /** How many bytes were typed. */
  bytes: number;
}

export interface UnpauseContainer {
  /** Name or id of the container. */
  container: string;
  /** The container engine; otherwise the first that is there. */
  on?: "docker" | "podman" | null;
}

export interface UnpauseRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise every run that is not final. */
  run?: number | null;
  /** Only these services; without any, the run, and what was paused alone stays so. */
  services?: string[] | null;
}

export interface UnregisterKey {
  /** The key's identity. */
  identity: string;
}

export interface UnzipObject {
  /** Path of the archive: zip, tar, or tar in gzip, whatever its name is. */
  archive: string;
  /** Path of the directory that is made of it; otherwise the archive's, without what its name ends in. */
  directory?: string | null;
  /** Only what has such a name, or with slashes such a path in the archive, with all below it; several add up. */
  pattern?: string[] | null;
  /** Read and check all of it, and keep nothing. */
  dryRun?: boolean;
  /** Make the directories on the way too. */
  parents?: boolean;
}

export interface UploadArtifact {
  /** The name that tasks see it under. */
  name: string;
  /** A file, or a directory, which is sent as an archive: tar, tar in gzip, or zip. */
  kind?: "file" | "dir";
  /** Whether a file can be executed. */
  executable?: boolean;
  /** SHA-256 of all that is sent, 64 hexadecimal digits: what came otherwise is refused. */
  sha256?: string | null;
}

export interface UploadObject {
  /** Path that the file shall have. */
  path: string;
  /** Replace a file that is there. */
  replace?: boolean;
  /** Make the directories on the way too. */
  parents?: boolean;
  /** SHA-256 of the content, 64 hexadecimal digits: anything else is refused. */
  sha256?: string | null;
  /** Whether the file can be executed. */
  executable?: boolean;
  /** The run that it belongs to, as WORKFLOW/NUMBER: `object prune --after-run` removes it some time after that. */
  run?: string | null;
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

export interface VerifyObject {
  /** Path of a file or of a directory; otherwise all. */
  path?: string;
}

export interface VolumeDetails {
  /** Its name. */
  name: string;
  /** What keeps it. */
  driver?: string | null;
  /** How far it reaches. */
  scope?: string | null;
  /** Where it lies on the engine's machine. */
  mountpoint?: string | null;
  /** When it was made. */
  createdAt?: Instant | null;
  /** The containers that use it. */
  containers: string[];
  /** Options of its driver. */
  options: Record<string, string>;
  /** Its labels. */
  labels: Record<string, string>;
}

export interface VolumeItem {
  /** Its name. */
  name: string;
  /** What keeps it. */
  driver?: string | null;
  /** The Compose project it belongs to. */
  project?: string | null;
  /** When it was made. */
  createdAt?: Instant | null;
  /** Where it lies on the engine's machine. */
  mountpoint?: string | null;
}

export interface VolumeItems {
  /** Volumes, by name. */
  items: VolumeItem[];
  /** The cursor of what follows; none at the end. */
  next?: string | null;
}

export interface WaitForRun {
  /** Name of the workflow. */
  name: string;
  /** Number of a run; otherwise the latest. */
  run?: number | null;
  /** Give up after this long. */
  for?: Duration | null;
}

export interface WatchShell {
  /** Name of the shell. */
  name: string;
  /** Rows of the window; otherwise as many as the shell has. */
  rows?: number | null;
  /** Columns of the window; with its rows. */
  columns?: number | null;
  /** How many lines that scrolled away are shown first. */
  history?: number;
  /** Goes on behind this position of that instance, on a terminal that is as it was then. */
  after?: number | null;
  /** The instance that the position is of. */
  instance?: string | null;
}

export interface Why {
  /** The run. */
  run: RunInfo;
  /** One sentence. */
  summary: string;
  /** The step or service that is the first cause. */
  step?: string | null;
  /** Its state. */
  state?: "waiting" | "queued" | "starting" | "running" | "finishing" | "succeeded" | "failed" | "cancelled" | "skipped" | "omitted" | "reused" | "paused" | "stopped" | "created" | null;
  /** The reason. */
  reason?: "none" | "exit" | "signal" | "out_of_memory" | "timeout_queue" | "timeout_run" | "lost" | "missing_output" | "bad_output" | "bad_input" | "image" | "start" | "site_limit" | "service" | "tolerance" | "turns" | "internal" | "stopped" | null;
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
  /** How many were omitted because of it, where the list is cut. */
  omittedCount: number;
  /** How many other failures there are, where the list is cut. */
  alsoFailedCount: number;
  /** The key of the slice that this is about. */
  key?: string | null;
}

export interface WhyRun {
  /** Name of the workflow. */
  name: string;
  /** A step, or the key of a slice; otherwise the first cause. */
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

export interface WorkflowGraph {
  /** The workflow, or the run. */
  name: string;
  /** State of the run. */
  state?: "created" | "running" | "paused" | "stopping" | "succeeded" | "failed" | "cancelled" | "stopped" | null;
  /** Steps, one-shots and services. */
  nodes: GraphNode[];
  /** What waits for what, and why. */
  edges: GraphEdge[];
  /** The drawing, unless none was asked for. */
  text?: string | null;
}

export interface WorkflowImage {
  /** The service or step. */
  service: string;
  /** The part that this is about, such as a layer. */
  part?: string | null;
  /** What becomes of it, or what the build said. */
  text: string;
  /** Bytes so far. */
  currentBytes?: number | null;
  /** Bytes in all. */
  totalBytes?: number | null;
  /** In the last record of a service: the image's id. */
  image?: string | null;
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
  /** With reuse: what would run and what would be taken over, step by step. */
  planned?: PlannedReuse[] | null;
}

export interface ZipObjects {
  /** Path that the archive shall have; its name says which kind it is: .zip, .tar, .tar.gz or .tgz. */
  archive: string;
  /** Paths of the files and directories that it shall hold, each under its name. */
  paths: string[];
  /** Replace a file that is there. */
  replace?: boolean;
  /** Make the directories on the way too. */
  parents?: boolean;
}

export class ArtifactApi {
  constructor(private readonly transport: Transport) {}

  /** Bring a file to the engine, or a directory as an archive, to be an input of runs. Needs WORKFLOW. */
  upload(request: UploadArtifact, content: BodyInit, options: CallOptions = {}): Promise<ArtifactInfo> {
    return this.transport.upload({ method: "POST", path: "/api/artifacts", query: true, changes: true }, request, content, options);
  }

  /** Say which artifacts the engine has, and keep these for the start of a run. Needs WORKFLOW. */
  keep(request: KeepArtifacts, options: CallOptions = {}): Promise<ArtifactsKept> {
    return this.transport.call({ method: "POST", path: "/api/artifacts/keep", changes: true }, request, options);
  }

  /** Fetch a file, or a directory as an archive. Needs WORKFLOW. */
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

export class ObjectApi {
  constructor(private readonly transport: Transport) {}

  /** List what is in a directory. Needs OBJECT. */
  list(request: ListObjects = {}, options: CallOptions = {}): Promise<ObjectItems> {
    return this.transport.call({ method: "GET", path: "/api/objects", query: true }, request, options);
  }

  /** Make a directory. Needs OBJECT. */
  create(request: CreateObject, options: CallOptions = {}): Promise<ObjectInfo> {
    return this.transport.call({ method: "POST", path: "/api/objects", changes: true }, request, options);
  }

  /** Bring a file. Needs OBJECT. */
  upload(request: UploadObject, content: BodyInit, options: CallOptions = {}): Promise<ObjectInfo> {
    return this.transport.upload({ method: "POST", path: "/api/objects/upload", query: true, changes: true }, request, content, options);
  }

  /** Bring many files at once: those of a tar archive, each to its path below a directory. Needs OBJECT. */
  fill(request: FillObjects, content: BodyInit, options: CallOptions = {}): Promise<ObjectsFilled> {
    return this.transport.upload({ method: "POST", path: "/api/objects/fill", query: true, changes: true }, request, content, options);
  }

  /** Fetch a file, or a directory or several things as a tar archive. Needs OBJECT. */
  download(request: DownloadObject, options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/objects/download", query: true }, request, options);
  }

  /** Give a file or a directory another path. Needs OBJECT. */
  move(request: MoveObject, options: CallOptions = {}): Promise<ObjectInfo> {
    return this.transport.call({ method: "POST", path: "/api/objects/move", changes: true }, request, options);
  }

  /** Copy a file, or a directory with all below it. Needs OBJECT. */
  copy(request: CopyObject, options: CallOptions = {}): Promise<ObjectInfo> {
    return this.transport.call({ method: "POST", path: "/api/objects/copy", changes: true }, request, options);
  }

  /** Remove a file, or a directory. Needs OBJECT. */
  remove(request: RemoveObject, options: CallOptions = {}): Promise<ObjectRemoved> {
    return this.transport.call({ method: "DELETE", path: "/api/objects", query: true, changes: true }, request, options);
  }

  /** Show a file or a directory: size, times, media type, SHA-256. Needs OBJECT. */
  show(request: ShowObject, options: CallOptions = {}): Promise<ObjectInfo> {
    return this.transport.call({ method: "GET", path: "/api/objects/show", query: true }, request, options);
  }

  /** Read files again and compare them with what was brought. Needs OBJECT. */
  verify(request: VerifyObject = {}, options: CallOptions = {}): Promise<ObjectsVerified> {
    return this.transport.call({ method: "GET", path: "/api/objects/verify", query: true }, request, options);
  }

  /** Note something of a file or a directory: pairs of a name and a value. Needs OBJECT. */
  set(request: SetObject, options: CallOptions = {}): Promise<ObjectInfo> {
    return this.transport.call({ method: "POST", path: "/api/objects/set", changes: true }, request, options);
  }

  /** Remove files that are old, large, of runs that are over, or noted; none that a share leads to. Needs OBJECT. */
  prune(request: PruneObjects = {}, options: CallOptions = {}): Promise<PrunedObjects> {
    return this.transport.call({ method: "POST", path: "/api/objects/prune", changes: true }, request, options);
  }

  /** Make an archive of files and directories: zip, tar or tar.gz, as its name says. Needs OBJECT. */
  zip(request: ZipObjects, options: CallOptions = {}): AsyncGenerator<ArchiveProgress, void, undefined> {
    return this.transport.stream({ method: "POST", path: "/api/objects/zip", changes: true }, request, options);
  }

  /** Make a directory of an archive, or of some of it. Needs OBJECT. */
  unzip(request: UnzipObject, options: CallOptions = {}): AsyncGenerator<ArchiveProgress, void, undefined> {
    return this.transport.stream({ method: "POST", path: "/api/objects/unzip", changes: true }, request, options);
  }

  /** Begin an upload that comes in pieces, or put one together from parts. Needs OBJECT. */
  incomingCreate(request: CreateIncoming = {}, options: CallOptions = {}): Promise<IncomingInfo> {
    return this.transport.call({ method: "POST", path: "/api/objects/incoming", changes: true }, request, options);
  }

  /** Send the next piece; with the last one the file gets its path. Needs OBJECT. */
  incomingAppend(request: AppendIncoming, content: BodyInit, options: CallOptions = {}): Promise<IncomingInfo> {
    return this.transport.upload({ method: "PUT", path: "/api/objects/incoming/{id}", query: true, changes: true }, request, content, options);
  }

  /** List the uploads that come in pieces. Needs OBJECT. */
  incomingList(request: ListIncoming = {}, options: CallOptions = {}): Promise<IncomingItems> {
    return this.transport.call({ method: "GET", path: "/api/objects/incoming", query: true }, request, options);
  }

  /** Show how much of an upload is there. Needs OBJECT. */
  incomingShow(request: ShowIncoming, options: CallOptions = {}): Promise<IncomingInfo> {
    return this.transport.call({ method: "GET", path: "/api/objects/incoming/{id}", query: true }, request, options);
  }

  /** Give an upload up, with what came of it. Needs OBJECT. */
  incomingRemove(request: RemoveIncoming, options: CallOptions = {}): Promise<IncomingInfo> {
    return this.transport.call({ method: "DELETE", path: "/api/objects/incoming/{id}", query: true, changes: true }, request, options);
  }
}

export class PlatformApi {
  constructor(private readonly transport: Transport) {}

  /** List the container engines of the machine. Needs PLATFORM. */
  list(options: CallOptions = {}): Promise<EngineItems> {
    return this.transport.call({ method: "GET", path: "/api/platform", query: true }, {}, options);
  }

  /** Show what a container engine is and has. Needs PLATFORM. */
  info(request: ShowPlatform = {}, options: CallOptions = {}): Promise<PlatformInfo> {
    return this.transport.call({ method: "GET", path: "/api/platform/info", query: true }, request, options);
  }

  /** List the images of a container engine. Needs PLATFORM. */
  imageList(request: ListImages = {}, options: CallOptions = {}): Promise<ImageItems> {
    return this.transport.call({ method: "GET", path: "/api/platform/images", query: true }, request, options);
  }

  /** Show an image; the values of its environment are hidden. Needs PLATFORM. */
  imageInspect(request: InspectImage, options: CallOptions = {}): Promise<ImageDetails> {
    return this.transport.call({ method: "GET", path: "/api/platform/images/inspect", query: true }, request, options);
  }

  /** Fetch an image from its registry. Needs PLATFORM. */
  imagePull(request: PullImage, options: CallOptions = {}): AsyncGenerator<ImageProgress, void, undefined> {
    return this.transport.stream({ method: "POST", path: "/api/platform/images/pull", changes: true }, request, options);
  }

  /** Send an image to its registry. Needs PLATFORM. */
  imagePush(request: PushImage, options: CallOptions = {}): AsyncGenerator<ImageProgress, void, undefined> {
    return this.transport.stream({ method: "POST", path: "/api/platform/images/push", changes: true }, request, options);
  }

  /** Give an image a further name. Needs PLATFORM. */
  imageTag(request: TagImage, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/images/tag", changes: true }, request, options);
  }

  /** Build an image from a tar archive on standard input. Needs PLATFORM. */
  imageBuild(request: BuildImage = {}, input: AsyncIterable<BuildInput>, options: CallOptions = {}): AsyncGenerator<ImageProgress, void, undefined> {
    return this.transport.duplex({ method: "POST", path: "/api/platform/images/build", changes: true }, request, input, options);
  }

  /** Bring images from an archive that a save has made. Needs PLATFORM. */
  imageLoad(request: LoadImages = {}, content: BodyInit, options: CallOptions = {}): Promise<LoadedImages> {
    return this.transport.upload({ method: "POST", path: "/api/platform/images/load", query: true, changes: true }, request, content, options);
  }

  /** Make an image of a tar archive of files. Needs PLATFORM. */
  imageImport(request: ImportImage, content: BodyInit, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.upload({ method: "POST", path: "/api/platform/images/import", query: true, changes: true }, request, content, options);
  }

  /** Fetch images as one archive. Needs PLATFORM. */
  imageSave(request: SaveImages, options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/platform/images/save", query: true }, request, options);
  }

  /** Remove a name of an image, and the image with its last name. Needs PLATFORM. */
  imageRemove(request: RemoveImage, options: CallOptions = {}): Promise<ImageRemoval> {
    return this.transport.call({ method: "DELETE", path: "/api/platform/images", query: true, changes: true }, request, options);
  }

  /** Remove the images that no container uses: those without a name, or all. Needs PLATFORM. */
  imagePrune(request: PruneImages = {}, options: CallOptions = {}): Promise<Pruned> {
    return this.transport.call({ method: "POST", path: "/api/platform/images/prune", changes: true }, request, options);
  }

  /** List the containers of a container engine. Needs PLATFORM. */
  containerList(request: ListContainers = {}, options: CallOptions = {}): Promise<ContainerItems> {
    return this.transport.call({ method: "GET", path: "/api/platform/containers", query: true }, request, options);
  }

  /** Show a container; the values of its environment are hidden. Needs PLATFORM. */
  containerInspect(request: InspectContainer, options: CallOptions = {}): Promise<ContainerDetails> {
    return this.transport.call({ method: "GET", path: "/api/platform/containers/{container}", query: true }, request, options);
  }

  /** Start a container. Needs PLATFORM. */
  containerStart(request: StartContainer, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/containers/{container}/start", changes: true }, request, options);
  }

  /** Stop a container: a signal, the grace period, then the end. Needs PLATFORM. */
  containerStop(request: StopContainer, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/containers/{container}/stop", changes: true }, request, options);
  }

  /** Stop a container and start it again. Needs PLATFORM. */
  containerRestart(request: RestartContainer, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/containers/{container}/restart", changes: true }, request, options);
  }

  /** Send a signal to a container. Needs PLATFORM. */
  containerKill(request: KillContainer, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/containers/{container}/kill", changes: true }, request, options);
  }

  /** Freeze what runs in a container. Needs PLATFORM. */
  containerPause(request: PauseContainer, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/containers/{container}/pause", changes: true }, request, options);
  }

  /** Let a paused container go on. Needs PLATFORM. */
  containerUnpause(request: UnpauseContainer, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/containers/{container}/unpause", changes: true }, request, options);
  }

  /** Remove a container that does not run. Needs PLATFORM. */
  containerRemove(request: RemoveContainer, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "DELETE", path: "/api/platform/containers/{container}", query: true, changes: true }, request, options);
  }

  /** Remove containers that do not run and belong to no run. Needs PLATFORM. */
  containerPrune(request: PruneContainers = {}, options: CallOptions = {}): Promise<Pruned> {
    return this.transport.call({ method: "POST", path: "/api/platform/containers/prune", changes: true }, request, options);
  }

  /** Show what a container wrote. Needs PLATFORM. */
  containerLogs(request: ReadContainerLogs, options: CallOptions = {}): AsyncGenerator<ContainerLine, void, undefined> {
    return this.transport.stream({ method: "GET", path: "/api/platform/containers/{container}/logs", query: true }, request, options);
  }

  /** Show what running containers use now. Needs PLATFORM. */
  containerStats(request: ReadContainerStats = {}, options: CallOptions = {}): Promise<ContainerUses> {
    return this.transport.call({ method: "GET", path: "/api/platform/stats", query: true }, request, options);
  }

  /** Run a program in a running container. Needs PLATFORM. */
  containerExec(request: ExecInContainer, input: AsyncIterable<ExecInput>, options: CallOptions = {}): AsyncGenerator<ExecOutput, void, undefined> {
    return this.transport.duplex({ method: "POST", path: "/api/platform/containers/{container}/exec", changes: true }, request, input, options);
  }

  /** List the networks of a container engine. Needs PLATFORM. */
  networkList(request: ListNetworks = {}, options: CallOptions = {}): Promise<NetworkItems> {
    return this.transport.call({ method: "GET", path: "/api/platform/networks", query: true }, request, options);
  }

  /** Show a network and who is in it. Needs PLATFORM. */
  networkInspect(request: InspectNetwork, options: CallOptions = {}): Promise<NetworkDetails> {
    return this.transport.call({ method: "GET", path: "/api/platform/networks/{network}", query: true }, request, options);
  }

  /** Make a network. Needs PLATFORM. */
  networkCreate(request: CreateNetwork, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/networks", changes: true }, request, options);
  }

  /** Remove a network that nobody is in. Needs PLATFORM. */
  networkRemove(request: RemoveNetwork, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "DELETE", path: "/api/platform/networks/{network}", query: true, changes: true }, request, options);
  }

  /** Remove the networks that no container is in. Needs PLATFORM. */
  networkPrune(request: PruneNetworks = {}, options: CallOptions = {}): Promise<Pruned> {
    return this.transport.call({ method: "POST", path: "/api/platform/networks/prune", changes: true }, request, options);
  }

  /** List the volumes of a container engine. Needs PLATFORM. */
  volumeList(request: ListVolumes = {}, options: CallOptions = {}): Promise<VolumeItems> {
    return this.transport.call({ method: "GET", path: "/api/platform/volumes", query: true }, request, options);
  }

  /** Show a volume and who uses it. Needs PLATFORM. */
  volumeInspect(request: InspectVolume, options: CallOptions = {}): Promise<VolumeDetails> {
    return this.transport.call({ method: "GET", path: "/api/platform/volumes/{volume}", query: true }, request, options);
  }

  /** Make a volume. Needs PLATFORM. */
  volumeCreate(request: CreateVolume, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/volumes", changes: true }, request, options);
  }

  /** Remove a volume that no container uses. Needs PLATFORM. */
  volumeRemove(request: RemoveVolume, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "DELETE", path: "/api/platform/volumes/{volume}", query: true, changes: true }, request, options);
  }

  /** Remove the volumes that no container uses: unnamed ones, or all. Needs PLATFORM. */
  volumePrune(request: PruneVolumes = {}, options: CallOptions = {}): Promise<Pruned> {
    return this.transport.call({ method: "POST", path: "/api/platform/volumes/prune", changes: true }, request, options);
  }

  /** List the registries that are signed in to, without their passwords. Needs PLATFORM. */
  registryList(options: CallOptions = {}): Promise<RegistryItems> {
    return this.transport.call({ method: "GET", path: "/api/platform/registries", query: true }, {}, options);
  }

  /** Sign in to a registry; the password is asked for, or comes from a file. Needs PLATFORM. */
  registryLogin(request: LoginRegistry = {}, options: CallOptions = {}): Promise<RegistryItem> {
    return this.transport.call({ method: "POST", path: "/api/platform/registries/login", changes: true }, request, options);
  }

  /** Forget the password of a registry. Needs PLATFORM. */
  registryLogout(request: LogoutRegistry = {}, options: CallOptions = {}): Promise<PlatformChanged> {
    return this.transport.call({ method: "POST", path: "/api/platform/registries/logout", changes: true }, request, options);
  }

  /** List the contexts of Docker's own command, and which one the engine uses. Needs PLATFORM. */
  contextList(options: CallOptions = {}): Promise<ContextItems> {
    return this.transport.call({ method: "GET", path: "/api/platform/contexts", query: true }, {}, options);
  }

  /** Show the clusters that the engine submits to, and the jobs of the engine's user there. Needs PLATFORM. */
  queue(request: ShowQueue = {}, options: CallOptions = {}): Promise<QueueInfo> {
    return this.transport.call({ method: "GET", path: "/api/platform/queue", query: true }, request, options);
  }
}

export class ShareApi {
  constructor(private readonly transport: Transport) {}

  /** Make a link that opens a file or a directory for a while. Needs OBJECT. */
  create(request: CreateShare, options: CallOptions = {}): Promise<ShareInfo> {
    return this.transport.call({ method: "POST", path: "/api/shares", changes: true }, request, options);
  }

  /** List the shares that were made. Needs OBJECT. */
  list(request: ListShares = {}, options: CallOptions = {}): Promise<ShareItems> {
    return this.transport.call({ method: "GET", path: "/api/shares", query: true }, request, options);
  }

  /** Show a share: what it leads to, how long, how often it was used. Needs OBJECT. */
  show(request: ShowShare, options: CallOptions = {}): Promise<ShareInfo> {
    return this.transport.call({ method: "GET", path: "/api/shares/{id}", query: true }, request, options);
  }

  /** End a share at once, with what it is sending. Needs OBJECT. */
  revoke(request: RevokeShare, options: CallOptions = {}): Promise<ShareInfo> {
    return this.transport.call({ method: "DELETE", path: "/api/shares/{id}", query: true, changes: true }, request, options);
  }

  /** Fetch what a link leads to: a file, or a directory as a tar archive. Anybody may. */
  fetch(request: FetchShare, options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/s/{token}", query: true, isPublic: true }, request, options);
  }

  /** Put a new file into the directory that a link leads to. Anybody may. */
  send(request: SendToShare, content: BodyInit, options: CallOptions = {}): Promise<SentToShare> {
    return this.transport.upload({ method: "PUT", path: "/s/{token}/{name}", query: true, changes: true, isPublic: true }, request, content, options);
  }
}

export class ShellApi {
  constructor(private readonly transport: Transport) {}

  /** Start a shell that outlives its clients and the engine. Needs SHELL. */
  create(request: CreateShell, options: CallOptions = {}): Promise<ShellInfo> {
    return this.transport.call({ method: "POST", path: "/api/shells", changes: true }, request, options);
  }

  /** List shells and who looks on. Needs SHELL. */
  list(request: ListShells = {}, options: CallOptions = {}): Promise<ShellList> {
    return this.transport.call({ method: "GET", path: "/api/shells", query: true }, request, options);
  }

  /** Show how a shell stands, and its screen as text. Needs SHELL. */
  show(request: ShowShell, options: CallOptions = {}): Promise<ShellScreen> {
    return this.transport.call({ method: "GET", path: "/api/shells/{name}", query: true }, request, options);
  }

  /** Connect this terminal to a shell; leaving it leaves it running. Needs SHELL. */
  connect(request: ConnectShell, input: AsyncIterable<ShellInput>, options: CallOptions = {}): AsyncGenerator<ShellOutput, void, undefined> {
    return this.transport.duplex({ method: "POST", path: "/api/shells/{name}/connect", changes: true }, request, input, options);
  }

  /** Look on while others type. Needs SHELL. */
  watch(request: WatchShell, options: CallOptions = {}): AsyncGenerator<ShellOutput, void, undefined> {
    return this.transport.stream({ method: "GET", path: "/api/shells/{name}/watch", query: true }, request, options);
  }

  /** Type something into a shell. Needs SHELL. */
  send(request: SendToShell, options: CallOptions = {}): Promise<TypedInShell> {
    return this.transport.call({ method: "POST", path: "/api/shells/{name}/send", changes: true }, request, options);
  }

  /** End a shell's program and all that it started there, at once. Needs SHELL. */
  kill(request: KillShell, options: CallOptions = {}): Promise<ShellInfo> {
    return this.transport.call({ method: "POST", path: "/api/shells/{name}/kill", changes: true }, request, options);
  }

  /** Remove a shell that has ended, with its screen. Needs SHELL. */
  remove(request: RemoveShell, options: CallOptions = {}): Promise<ShellsRemoved> {
    return this.transport.call({ method: "DELETE", path: "/api/shells/{name}", query: true, changes: true }, request, options);
  }

  /** Remove all shells that have ended. Needs SHELL. */
  prune(request: PruneShells = {}, options: CallOptions = {}): Promise<ShellsRemoved> {
    return this.transport.call({ method: "POST", path: "/api/shells/prune", changes: true }, request, options);
  }

  /** Record what a shell shows from now on, or end that. Needs SHELL. */
  record(request: RecordShell, options: CallOptions = {}): Promise<ShellInfo> {
    return this.transport.call({ method: "POST", path: "/api/shells/{name}/record", changes: true }, request, options);
  }

  /** List recordings of shells. Needs SHELL. */
  recordingList(request: ListRecordings = {}, options: CallOptions = {}): Promise<RecordingList> {
    return this.transport.call({ method: "GET", path: "/api/recordings", query: true }, request, options);
  }

  /** Show whose recording it is, and how long. Needs SHELL. */
  recordingShow(request: ShowRecording, options: CallOptions = {}): Promise<RecordingInfo> {
    return this.transport.call({ method: "GET", path: "/api/recordings/{name}", query: true }, request, options);
  }

  /** Fetch a recording, as asciicast v2. Needs SHELL. */
  recordingExport(request: ExportRecording, options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/recordings/{name}/content", query: true }, request, options);
  }

  /** Remove a recording. Needs SHELL. */
  recordingRemove(request: RemoveRecording, options: CallOptions = {}): Promise<RecordingsRemoved> {
    return this.transport.call({ method: "DELETE", path: "/api/recordings/{name}", query: true, changes: true }, request, options);
  }

  /** Remove recordings that are old, or more than there is room for. Needs SHELL. */
  recordingPrune(request: PruneRecordings = {}, options: CallOptions = {}): Promise<RecordingsRemoved> {
    return this.transport.call({ method: "POST", path: "/api/recordings/prune", changes: true }, request, options);
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

  /** Start a run, or single services of the one that is up. Needs WORKFLOW. */
  start(request: StartWorkflow, options: CallOptions = {}): Promise<RunStartedInfo> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/start", changes: true }, request, options);
  }

  /** Stop running work: a signal, the grace period, then the end. Needs WORKFLOW. */
  stop(request: StopRun, options: CallOptions = {}): Promise<RunsStopped> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/stop", changes: true }, request, options);
  }

  /** End running work at once, or send it a signal. Needs WORKFLOW. */
  kill(request: KillRun, options: CallOptions = {}): Promise<RunsStopped> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/kill", changes: true }, request, options);
  }

  /** Make a run stand still, or single services; nothing new of it starts. Needs WORKFLOW. */
  pause(request: PauseRun, options: CallOptions = {}): Promise<RunsPaused> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/pause", changes: true }, request, options);
  }

  /** Let a paused run go on, or single services. Needs WORKFLOW. */
  unpause(request: UnpauseRun, options: CallOptions = {}): Promise<RunsPaused> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/unpause", changes: true }, request, options);
  }

  /** Stop what runs and start it anew with the same inputs, or single services. Needs WORKFLOW. */
  restart(request: RestartWorkflow, options: CallOptions = {}): Promise<RunStartedInfo> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/restart", changes: true }, request, options);
  }

  /** Run again what did not go well, and take over the rest. Needs WORKFLOW. */
  retry(request: RetryRun, options: CallOptions = {}): Promise<RunStartedInfo> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/retry", changes: true }, request, options);
  }

  /** Change how many of a service there are; the others go on as they run. Needs WORKFLOW. */
  scale(request: ScaleService, options: CallOptions = {}): Promise<RunStartedInfo> {
    return this.transport.call({ method: "POST", path: "/api/workflows/{name}/services/{service}/scale", changes: true }, request, options);
  }

  /** Build the images of a workflow's services. Needs WORKFLOW. */
  build(request: BuildWorkflow, options: CallOptions = {}): AsyncGenerator<WorkflowImage, void, undefined> {
    return this.transport.stream({ method: "POST", path: "/api/workflows/{name}/build", changes: true }, request, options);
  }

  /** Fetch the images of a workflow's services. Needs WORKFLOW. */
  pull(request: PullWorkflow, options: CallOptions = {}): AsyncGenerator<WorkflowImage, void, undefined> {
    return this.transport.stream({ method: "POST", path: "/api/workflows/{name}/pull", changes: true }, request, options);
  }

  /** List the Compose projects of the machine, whoever started them. Needs WORKFLOW, PLATFORM. */
  projects(request: ListProjects = {}, options: CallOptions = {}): Promise<ProjectList> {
    return this.transport.call({ method: "GET", path: "/api/projects", query: true }, request, options);
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

  /** Show what the services of a run use, now or in the last hour. Needs WORKFLOW. */
  stats(request: ReadStats, options: CallOptions = {}): Promise<TaskStatsList> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/stats", query: true }, request, options);
  }

  /** Show what the services of a run use, every two seconds. Needs WORKFLOW. */
  top(request: ReadTop, options: CallOptions = {}): AsyncGenerator<TaskStatsInfo, void, undefined> {
    return this.transport.stream({ method: "GET", path: "/api/workflows/{name}/top", query: true }, request, options);
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

  /** Fetch the outputs of a run as one archive: its files, and its values in a file of JSON. Needs WORKFLOW. */
  download(request: DownloadOutputs, options: CallOptions = {}): Promise<Response> {
    return this.transport.download({ method: "GET", path: "/api/workflows/{name}/outputs/archive", query: true }, request, options);
  }

  /** Draw what waits for what, in a workflow or in a run with its states. Needs WORKFLOW. */
  graph(request: ReadGraph, options: CallOptions = {}): Promise<WorkflowGraph> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/graph", query: true }, request, options);
  }

  /** Give a workflow or a run as one document, without its secrets. Needs WORKFLOW. */
  export(request: ExportWorkflow, options: CallOptions = {}): Promise<ExportedDocument> {
    return this.transport.call({ method: "GET", path: "/api/workflows/{name}/export", query: true }, request, options);
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
  readonly object: ObjectApi;
  readonly platform: PlatformApi;
  readonly share: ShareApi;
  readonly shell: ShellApi;
  readonly workflow: WorkflowApi;

  constructor(transport: Transport) {
    this.artifact = new ArtifactApi(transport);
    this.audit = new AuditApi(transport);
    this.auth = new AuthApi(transport);
    this.boot = new BootApi(transport);
    this.engine = new EngineApi(transport);
    this.key = new KeyApi(transport);
    this.object = new ObjectApi(transport);
    this.platform = new PlatformApi(transport);
    this.share = new ShareApi(transport);
    this.shell = new ShellApi(transport);
    this.workflow = new WorkflowApi(transport);
  }
}
