// A running isnad: started on a free port, known by the address that it prints first, ended with `stop`.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The token of the server that wants one. */
export const TOKEN = 'a-token-for-tests-only';

/** `isnad demo`: the sample. */
export function demo(binary) {
  return start(binary, ['demo', '--listen', '127.0.0.1:0']);
}

/** `isnad serve` over an empty folder, behind a token, allowed to read a feed of this machine. */
export async function emptyDesk(binary) {
  const folder = await mkdtemp(join(tmpdir(), 'isnad-desk-'));
  const arguments_ = ['serve', '--listen', '127.0.0.1:0', '--token', TOKEN, '--allow-private', '--data', folder];
  const server = await start(binary, arguments_);
  return {
    ...server,
    isGuarded: true,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(binary, arguments_) {
  const child = spawn(binary, arguments_, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stderr.on('data', (bytes) => said.push(bytes));
  const ended = new Promise((resolve) => child.once('close', resolve));
  // without this a binary that is not there would end the tests without a word about it
  const failed = new Promise((_, reject) => child.once('error', reject));
  const lines = createInterface({ input: child.stdout });
  const first = new Promise((resolve) => lines.once('line', resolve));
  const line = await Promise.race([first, failed, ended.then(() => '')]);
  if (!line.startsWith('http://')) {
    child.kill();
    throw new Error(`isnad ${arguments_[0]} printed no address: ${line}\n${Buffer.concat(said)}`);
  }
  return {
    address: line.trim().replace(/\/$/, ''),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
