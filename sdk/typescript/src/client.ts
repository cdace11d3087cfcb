import { Api } from "./api.js";

/** What can be said to every call. */
export interface CallOptions {
  /** Gives the call up. */
  signal?: AbortSignal;
  /** For streams: the sequence of the last record that was seen; what comes after it is sent. */
  resumeAfter?: number;
  /** For changes: the same key gets the same answer, so that a call whose answer was lost can be made again. */
  idempotencyKey?: string;
}

/** Where an operation is found, and what of the request goes where. */
export interface Route {
  method: string;
  path: string;
  query?: boolean;
  changes?: boolean;
  isPublic?: boolean;
}

/** How an engine is reached. In a browser the page's own origin is enough as `url`. */
export interface ClientOptions {
  /** `https://engine.example:3936`, or `http://127.0.0.1:3935` on the engine's own machine. */
  url: string;
  /** A token, as `dxflow engine token` gives it, or where to get one that is still good. */
  token?: string | (() => string | Promise<string>);
  /** For runtimes that have none of their own, or for a private authority. */
  fetch?: typeof globalThis.fetch;
  /** As above: Node has one since version 22; the package `ws` is another. */
  WebSocket?: new (url: string, protocols: string[]) => WebSocket;
}

/** One thing wrong with a document or a request. */
export interface Problem {
  message: string;
  fix?: string | null;
  file?: string | null;
  line?: number;
  column?: number;
  warning?: boolean;
}

/** A failure that the engine explains. `code` is one of a closed list: invalid, unauthenticated, forbidden, missing, conflict, … */
export class DxflowError extends Error {
  constructor(
    readonly code: string,
    detail: string,
    readonly hint?: string | null,
    readonly status?: number,
    readonly problems?: Problem[] | null,
  ) {
    super(detail);
    this.name = "DxflowError";
  }
}

interface End {
  end: { code: number; fault?: { code: string; detail: string; hint?: string | null; problems?: Problem[] | null } | null };
}

/** Carries the operations of `Api` over HTTP: JSON, streams as lines of JSON, two-way over WebSocket. */
export class Transport {
  constructor(private readonly options: ClientOptions) {}

  async call<T>(route: Route, request: object, options: CallOptions): Promise<T> {
    return (await (await this.ask(route, request, options)).json()) as T;
  }

  async upload<T>(route: Route, request: object, content: BodyInit, options: CallOptions): Promise<T> {
    return (await (await this.ask(route, request, options, content)).json()) as T;
  }

  download(route: Route, request: object, options: CallOptions): Promise<Response> {
    return this.ask(route, request, options);
  }

  async *stream<T>(route: Route, request: object, options: CallOptions): AsyncGenerator<T, void, undefined> {
    const response = await this.ask(route, request, options, undefined, "application/x-ndjson");
    for await (const line of lines(response)) {
      const record = JSON.parse(line) as T | End;
      if (isEnd(record)) {
        return conclude(record);
      }
      yield record;
    }
    throw cut();
  }

  async *duplex<T, I>(
    route: Route,
    request: object,
    input: AsyncIterable<I>,
    options: CallOptions,
  ): AsyncGenerator<T, void, undefined> {
    const { target, rest } = place({ ...route, query: false }, request);
    const url = new URL(target, this.options.url);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const token = await this.token();
    const socket = new (this.options.WebSocket ?? globalThis.WebSocket)(
      url.href,
      token === undefined ? ["dxflow.v1"] : ["dxflow.v1", `dxflow.token.${token}`],
    );
    const inbox = new Inbox<string>();
    socket.onmessage = (message: MessageEvent) => inbox.put(String(message.data));
    socket.onclose = () => inbox.close();
    const give = () => socket.close();
    options.signal?.addEventListener("abort", give, { once: true });
    try {
      await new Promise<void>((opened, failed) => {
        socket.onopen = () => opened();
        socket.onerror = () => failed(new DxflowError("unavailable", `${url.href} cannot be opened`));
      });
      socket.send(JSON.stringify(rest));
      void send(socket, input);
      for await (const line of inbox) {
        const record = JSON.parse(line) as T | End;
        if (isEnd(record)) {
          return conclude(record);
        }
        yield record;
      }
      options.signal?.throwIfAborted();
      throw cut();
    } finally {
      options.signal?.removeEventListener("abort", give);
      socket.close();
    }
  }

  private async token(): Promise<string | undefined> {
    const { token } = this.options;
    return typeof token === "function" ? await token() : token;
  }

  private async ask(
    route: Route,
    request: object,
    options: CallOptions,
    content?: BodyInit,
    accept = "*/*",
  ): Promise<Response> {
    const { target, rest } = place(route, request);
    const headers: Record<string, string> = { Accept: accept };
    let body = content;
    if (content !== undefined) {
      headers["Content-Type"] = "application/octet-stream";
    } else if (!route.query) {
      headers["Content-Type"] = "application/json";
      body = JSON.stringify(rest);
    }
    if (route.changes) {
      headers["Idempotency-Key"] = options.idempotencyKey ?? crypto.randomUUID();
    }
    if (options.resumeAfter) {
      headers["Last-Event-ID"] = String(options.resumeAfter);
    }
    const token = route.isPublic ? undefined : await this.token();
    if (token !== undefined) {
      headers.Authorization = `Bearer ${token}`;
    }
    const init: RequestInit & { duplex?: "half" } = { method: route.method, headers };
    if (options.signal) {
      init.signal = options.signal;
    }
    if (body !== undefined) {
      init.body = body;
      if (body instanceof ReadableStream) {
        init.duplex = "half";
      }
    }
    const response = await (this.options.fetch ?? globalThis.fetch)(new URL(target, this.options.url), init);
    if (!response.ok) {
      throw await problem(response);
    }
    return response;
  }
}

/** An engine, with every operation by noun: `client.workflow.list()`. */
export class DxflowClient extends Api {
  constructor(options: ClientOptions) {
    super(new Transport(options));
  }
}

/** The properties that the path names go there, the others into the query, or stay for the body. */
function place(route: Route, request: object): { target: string; rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...request };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name] ?? "");
    if (value === "" || value === "." || value === "..") {
      throw new DxflowError("invalid", `'${value}' is no ${name}: it could not be told from a path`);
    }
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (!route.query) {
    return { target: path, rest };
  }
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) {
        query.append(name, typeof one === "object" ? JSON.stringify(one) : String(one));
      }
    }
  }
  return { target: query.size > 0 ? `${path}?${query}` : path, rest: {} };
}

async function problem(response: Response): Promise<DxflowError> {
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
  if (!isProblem) {
    return new DxflowError("unavailable", `status ${response.status} and no reason`, null, response.status);
  }
  const told = (await response.json()) as { code: string; detail: string; hint?: string; problems?: Problem[] };
  return new DxflowError(told.code, told.detail, told.hint, response.status, told.problems);
}

async function* lines(response: Response): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts.filter((line) => line !== "");
  }
}

async function send<I>(socket: WebSocket, input: AsyncIterable<I>): Promise<void> {
  try {
    for await (const record of input) {
      if (socket.readyState !== 1) {
        return;
      }
      socket.send(JSON.stringify(record));
    }
  } catch {
    socket.close();
  }
}

function isEnd(record: unknown): record is End {
  return typeof record === "object" && record !== null && "end" in record;
}

function conclude({ end }: End): void {
  if (end.fault) {
    throw new DxflowError(end.fault.code, end.fault.detail, end.fault.hint, undefined, end.fault.problems);
  }
}

function cut(): DxflowError {
  return new DxflowError("unavailable", "the stream stopped without saying why", "the engine may have gone");
}

/** What has arrived and was not taken yet. */
class Inbox<T> implements AsyncIterable<T> {
  private readonly waiting: T[] = [];
  private closed = false;
  private wake: () => void = () => {};

  put(item: T): void {
    this.waiting.push(item);
    this.wake();
  }

  close(): void {
    this.closed = true;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (true) {
      while (this.waiting.length > 0) {
        yield this.waiting.shift() as T;
      }
      if (this.closed) {
        return;
      }
      await new Promise<void>((woken) => (this.wake = woken));
    }
  }
}
