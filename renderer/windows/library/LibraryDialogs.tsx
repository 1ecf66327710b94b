import type { WatchedFolder } from '@adiuva/contracts/rpc';
import { AddDialog } from './AddDialog.tsx';
import { BaseNameDialog, BaseRemoveDialog } from './BaseDialogs.tsx';
import { FolderDialog } from './FolderDialog.tsx';
import type { SidebarDialog } from './LibrarySidebar.tsx';
import type { LibraryFilter } from './libraryFilter.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { TagDialog } from './TagDialog.tsx';
import type { Targets } from './targets.ts';
import type { Bases } from './useBases.ts';

export type LibraryDialog =
  | SidebarDialog
  | { kind: 'add'; what: 'files' | 'folder' }
  | { kind: 'tags' | 'move'; targets: Targets };

interface LibraryDialogsProps {
  dialog: LibraryDialog | null;
  bases: Bases;
  folders: readonly WatchedFolder[];
  /** The knowledge base that is looked at. */
  kb: string | null;
  onClose(): void;
  /** Something was done with what is chosen. */
  onDone(): void;
  /** Another part of the library is to be looked at. */
  onShow(filter: Partial<LibraryFilter>): void;
}

/** The one dialog of the library that is open. */
export function LibraryDialogs({ dialog, bases, folders, kb, onClose, onDone, onShow }: LibraryDialogsProps) {
  switch (dialog?.kind) {
    case 'add':
      return <AddDialog kind={dialog.what} bases={bases} kb={kb} onClose={onClose} />;
    case 'tags':
      return <TagDialog targets={dialog.targets} onClose={onClose} onDone={onDone} />;
    case 'move':
      return <MoveDialog targets={dialog.targets} bases={bases} onClose={onClose} onDone={onDone} />;
    case 'name':
      return (
        <BaseNameDialog
          bases={bases}
          base={dialog.base}
          onClose={onClose}
          onNamed={(name) => onShow({ kb: name })}
        />
      );
    case 'removeBase':
      return (
        <BaseRemoveDialog
          base={dialog.base}
          folders={folders}
          onClose={onClose}
          onRemoved={() => {
            bases.reload();
            onShow({});
          }}
        />
      );
    case 'folder': {
      const folder = folders.find(({ id }) => id === dialog.id);
      return folder ? <FolderDialog folder={folder} onClose={onClose} onShow={onShow} /> : null;
    }
    case undefined:
      return null;
  }
}
