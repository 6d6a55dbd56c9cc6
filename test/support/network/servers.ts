import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, type Server, type Socket } from 'node:net';

const folder = new URL('../certificates/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** `authority` signed all of them but the self-signed one. The tests' machine trusts none of them. */
export type Certificate = 'valid' | 'self-signed' | 'expired' | 'future' | 'elsewhere';

/** Path of the authority, for NODE_EXTRA_CA_CERTS. */
export const authorityPath = new URL('authority.pem', folder).pathname;

/** Path of a certificate, for the same. */
export const certificatePath = (name: Certificate): string => new URL(`${name}.pem`, folder).pathname;

/** Small servers on free ports of this machine, closed together. */
export class Servers {
  readonly #open: { server: Server; sockets: Set<Socket> }[] = [];

  /** The port of a server that is started. */
  async listen(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    this.#open.push({ server, sockets });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  http(listener: RequestListener): Promise<number> {
    return this.listen(createHttpServer(listener));
  }

  https(certificate: Certificate, listener: RequestListener): Promise<number> {
    const options = { key: read('key.pem'), cert: read(`${certificate}.pem`) };
    return this.listen(createHttpsServer(options, listener).on('tlsClientError', () => {}));
  }

  /** Calls back with the first bytes of each connection. */
  raw(answer: (socket: Socket, first: Buffer) => void): Promise<number> {
    return this.listen(createServer((socket) => socket.once('data', (first: Buffer) => answer(socket, first))));
  }

  /** A proxy that answers `head`, for requests and tunnels alike; null = it leads every tunnel to `port` of this machine. */
  async proxy(head: string | null, port = 0): Promise<{ port: number; heads: string[] }> {
    const heads: string[] = [];
    const made = await this.raw((socket, first) => {
      heads.push(first.toString('latin1'));
      if (head !== null) return void socket.end(head);
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connected\r\n\r\n');
        onward.pipe(socket);
        socket.pipe(onward);
      });
      onward.on('error', () => socket.destroy());
    });
    return { port: made, heads };
  }

  async close(): Promise<void> {
    for (const { server, sockets } of this.#open.splice(0)) {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => void server.close(done));
    }
  }
}
