import type { FileKind } from '@adiuva/contracts/rpc';
import ignore from 'ignore';
import { fileKindOf } from '#base';
import type { FolderRules } from '#storage';

/** Rules of a folder's own, for it and all below it. */
export const ruleFileName = '.adiuvaignore';

/**
 * What nobody means when they say "my files": hidden entries, caches, what programs make and can make again, and what is
 * still on its way. A rule of the user's own that begins with `!` takes any of it back.
 */
export const defaultIgnore: readonly string[] = [
  '.*',
  // Of systems and file managers
  'Thumbs.db',
  'desktop.ini',
  'Icon[\r]',
  '$RECYCLE.BIN/',
  'System Volume Information/',
  'lost+found/',
  '@eaDir/',
  '\\#recycle/',
  // Locks, backups and what editors leave beside a file
  '~$*',
  '*~',
  '*.swp',
  '*.swo',
  '*.bak',
  '*.lock',
  '\\#*#',
  // On its way
  '*.tmp',
  '*.temp',
  '*.crdownload',
  '*.part',
  '*.partial',
  '*.download',
  '*.opdownload',
  '*.!ut',
  '*.aria2',
  // Made by programs
  'node_modules/',
  'bower_components/',
  '__pycache__/',
  '*.pyc',
  'venv/',
  'site-packages/',
  'CMakeFiles/',
  'DerivedData/',
  '*.egg-info/',
  '*.o',
  '*.class',
];

/** Folders of these names are made by programs where one of `projectFiles` stands beside them. */
const buildFolders = /^(?:build|dist|out|target|bin|obj|coverage|vendor)$/i;
const projectFiles =
  /^(?:package\.json|tsconfig.*\.json|cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|cmakelists\.txt|makefile|setup\.py|pyproject\.toml|composer\.json|go\.mod|.*\.(?:csproj|fsproj|vcxproj|sln))$/i;

export const isProjectFile = (name: string): boolean => projectFiles.test(name);

/** Which entries of a tree are taken. Paths are relative to its root and have `/` between names. */
export interface FileRules {
  /**
   * False for a folder means that it is not looked into.
   * @param inProject a project file stands beside it
   */
  takes(path: string, isFolder: boolean, inProject: boolean): boolean;
  /** The rules inside a folder that has a rule file of its own. `path` is '' for the root. */
  within(path: string, ruleFile: string): FileRules;
}

/** Kinds are told by names; `ignore` is .gitignore syntax, the last line that matches decides. */
export function createFileRules({ ignore: lines, kinds }: FolderRules): FileRules {
  return layered([createLayer('', [...defaultIgnore, ...lines])], kinds && new Set(kinds));
}

interface Layer {
  prefix: string;
  /** What the rules say; null when nothing. */
  verdict(path: string): 'take' | 'leave' | null;
}

/** The package remembers each path it was asked for; so many, and it is made anew. */
const askedBeforeRenewal = 5_000;

function createLayer(prefix: string, lines: readonly string[]): Layer {
  let rules = ignore().add(lines);
  let asked = 0;
  return {
    prefix,
    verdict(path) {
      if (++asked % askedBeforeRenewal === 0) rules = ignore().add(lines);
      const { ignored, unignored } = rules.checkIgnore(path.slice(prefix.length));
      return ignored ? 'leave' : unignored ? 'take' : null;
    },
  };
}

function layered(layers: readonly Layer[], kinds: ReadonlySet<FileKind> | null): FileRules {
  return {
    takes(path, isFolder, inProject) {
      if (!isFolder && kinds && !kinds.has(fileKindOf(path))) return false;
      // The innermost file that says anything about it decides, as with .gitignore.
      for (const layer of layers.toReversed()) {
        const verdict = layer.verdict(isFolder ? `${path}/` : path);
        if (verdict) return verdict === 'take';
      }
      return !(isFolder && inProject && buildFolders.test(path.slice(path.lastIndexOf('/') + 1)));
    },
    within(path, ruleFile) {
      const layer = createLayer(path === '' ? '' : `${path}/`, ruleFile.split(/\r?\n/));
      return layered([...layers, layer], kinds);
    },
  };
}
