import { extname } from 'node:path';
import type { FileKind } from '@adiuva/contracts/rpc';

const endings: Readonly<Record<Exclude<FileKind, 'documents'>, string>> = {
  images: 'jpg jpeg jpe png bmp dib tif tiff webp heic heif avif gif svg ico psd raw cr2 nef arw dng',
  archives: 'zip tar gz tgz bz2 tbz2 tbz xz txz zst 7z rar jar iso cab lz lzma',
  mail: 'eml emlx msg mbox mbx pst ost',
  code:
    'js mjs cjs jsx ts mts cts tsx vue svelte py pyi rb php pl pm go rs java kt kts scala groovy clj c h cc cpp cxx hh ' +
    'hpp m mm cs fs vb swift dart lua r jl hs elm erl ex exs ml mli sh bash zsh fish ps1 bat cmd sql css scss sass less ' +
    'graphql proto gradle cmake make mk dockerfile tf ipynb',
  recordings:
    'mp3 mp2 wav w64 m4a m4b aac ac3 ogg oga opus spx flac wma aiff aif aifc au caf amr mka mp4 m4v mov avi mkv webm ogv mpg ' +
    'mpeg m2ts mts vob wmv asf flv 3gp 3g2',
};

const kindByEnding = new Map<string, FileKind>(
  Object.entries(endings).flatMap(([kind, list]) =>
    list.split(' ').map((ending): [string, FileKind] => [ending, kind as FileKind]),
  ),
);

/** What a file is by its name: rough and free, for what a person wants of a folder at all. */
export function fileKindOf(name: string): FileKind {
  return kindByEnding.get(extname(name).slice(1).toLowerCase()) ?? 'documents';
}
