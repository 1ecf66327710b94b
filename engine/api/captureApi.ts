import type { captureRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import type { Principal } from '#base';
import type { Captures } from '#capture';
import { requireWrite } from '#folders';
import { requireLocalUser } from './jobsApi.ts';
import { untilStopped } from './untilStopped.ts';

/** Live recording is for who sits at the machine: nobody else may listen there. */
export function createCaptureApi(captures: Captures): Handlers<typeof captureRpc, Principal> {
  return {
    async 'capture.start'(options, { caller }) {
      requireLocalUser(caller);
      if (options.kb !== undefined) requireWrite(caller, options.kb);
      return captures.start(options);
    },
    async 'capture.append'({ id, sequence, data }, { caller }) {
      requireLocalUser(caller);
      return captures.append(id, sequence, Buffer.from(data, 'base64'));
    },
    async 'capture.pause'({ id }, { caller }) {
      requireLocalUser(caller);
      return captures.pause(id);
    },
    async 'capture.resume'({ id }, { caller }) {
      requireLocalUser(caller);
      return captures.resume(id);
    },
    async 'capture.finish'({ id, title }, { caller }) {
      requireLocalUser(caller);
      return captures.finish(id, title);
    },
    async 'capture.discard'({ id }, { caller }) {
      requireLocalUser(caller);
      return { discarded: await captures.discard(id) };
    },
    async 'capture.list'(_input, { caller }) {
      requireLocalUser(caller);
      return { captures: await captures.list() };
    },
    async 'capture.follow'(_input, { caller, signal, emit }) {
      requireLocalUser(caller);
      const tell = async () => emit({ captures: await captures.list() });
      await tell();
      return untilStopped(
        signal,
        captures.listen(() => void tell()),
      );
    },
  };
}
