/** A language by the names its files have. */
export interface Language {
  name: string;
  mediaType: string;
  extensions: readonly string[];
  /** Whole file names, lower case. */
  files?: readonly string[];
  /** Programs that a `#!` line names. */
  interpreters?: readonly string[];
  /** What begins a comment up to the end of the line; `//` unless told. */
  comments?: readonly string[];
}

const hash = ['#'];
const dashes = ['--'];

/** Languages people have files in. The extension `h` is C, `m` Objective-C, `pl` Perl, `v` Verilog. */
export const languages: readonly Language[] = [
  {
    name: 'Python',
    mediaType: 'text/x-python',
    extensions: ['py', 'pyw', 'pyi', 'pyx'],
    interpreters: ['python'],
    comments: hash,
  },
  {
    name: 'JavaScript',
    mediaType: 'text/javascript',
    extensions: ['js', 'mjs', 'cjs', 'jsx'],
    interpreters: ['node', 'deno', 'bun'],
  },
  { name: 'TypeScript', mediaType: 'text/x-typescript', extensions: ['ts', 'tsx', 'mts', 'cts'] },
  { name: 'Go', mediaType: 'text/x-go', extensions: ['go'] },
  { name: 'Rust', mediaType: 'text/x-rust', extensions: ['rs'] },
  { name: 'Java', mediaType: 'text/x-java', extensions: ['java'] },
  { name: 'Kotlin', mediaType: 'text/x-kotlin', extensions: ['kt', 'kts'] },
  { name: 'Scala', mediaType: 'text/x-scala', extensions: ['scala', 'sc'] },
  { name: 'Groovy', mediaType: 'text/x-groovy', extensions: ['groovy', 'gradle'], files: ['jenkinsfile'] },
  { name: 'Swift', mediaType: 'text/x-swift', extensions: ['swift'] },
  { name: 'Dart', mediaType: 'text/x-dart', extensions: ['dart'] },
  { name: 'C', mediaType: 'text/x-c', extensions: ['c', 'h'] },
  {
    name: 'C++',
    mediaType: 'text/x-c++',
    extensions: ['cc', 'cpp', 'cxx', 'c++', 'hh', 'hpp', 'hxx', 'ino', 'cu', 'cuh'],
  },
  { name: 'C#', mediaType: 'text/x-csharp', extensions: ['cs', 'csx'] },
  { name: 'F#', mediaType: 'text/x-fsharp', extensions: ['fs', 'fsx', 'fsi'] },
  {
    name: 'Visual Basic',
    mediaType: 'text/x-vb',
    extensions: ['vb', 'vbs', 'bas', 'frm', 'cls'],
    comments: ["'"],
  },
  { name: 'Objective-C', mediaType: 'text/x-objective-c', extensions: ['m', 'mm'] },
  {
    name: 'PHP',
    mediaType: 'text/x-php',
    extensions: ['php', 'phtml', 'php5'],
    interpreters: ['php'],
    comments: ['//', '#'],
  },
  {
    name: 'Ruby',
    mediaType: 'text/x-ruby',
    extensions: ['rb', 'rake', 'gemspec', 'erb'],
    files: ['gemfile', 'rakefile', 'vagrantfile', 'brewfile', 'podfile', 'fastfile'],
    interpreters: ['ruby'],
    comments: hash,
  },
  {
    name: 'Perl',
    mediaType: 'text/x-perl',
    extensions: ['pl', 'pm', 't'],
    interpreters: ['perl'],
    comments: hash,
  },
  { name: 'Lua', mediaType: 'text/x-lua', extensions: ['lua'], interpreters: ['lua'], comments: dashes },
  {
    name: 'R',
    mediaType: 'text/x-r',
    extensions: ['r', 'rmd', 'rprofile'],
    interpreters: ['rscript'],
    comments: hash,
  },
  { name: 'Julia', mediaType: 'text/x-julia', extensions: ['jl'], interpreters: ['julia'], comments: hash },
  { name: 'MATLAB', mediaType: 'text/x-matlab', extensions: ['mlx', 'matlab'], comments: ['%'] },
  {
    name: 'Shell',
    mediaType: 'text/x-shellscript',
    extensions: ['sh', 'bash', 'zsh', 'fish', 'ksh', 'command'],
    files: ['.bashrc', '.zshrc', '.profile', '.bash_profile', '.zprofile', '.bash_aliases'],
    interpreters: ['sh', 'bash', 'zsh', 'fish', 'ksh', 'dash', 'awk', 'sed', 'make'],
    comments: hash,
  },
  {
    name: 'PowerShell',
    mediaType: 'text/x-powershell',
    extensions: ['ps1', 'psm1', 'psd1'],
    interpreters: ['pwsh'],
    comments: hash,
  },
  { name: 'Batch', mediaType: 'text/x-batch', extensions: ['bat', 'cmd'], comments: ['::', 'rem '] },
  {
    name: 'AppleScript',
    mediaType: 'text/x-applescript',
    extensions: ['applescript'],
    interpreters: ['osascript'],
    comments: dashes,
  },
  {
    name: 'SQL',
    mediaType: 'text/x-sql',
    extensions: ['sql', 'ddl', 'psql', 'pgsql', 'plsql'],
    comments: dashes,
  },
  { name: 'GraphQL', mediaType: 'text/x-graphql', extensions: ['graphql', 'gql'], comments: hash },
  { name: 'Protocol Buffers', mediaType: 'text/x-protobuf', extensions: ['proto', 'thrift'] },
  { name: 'CSS', mediaType: 'text/css', extensions: ['css', 'scss', 'sass', 'less', 'styl'] },
  { name: 'Vue', mediaType: 'text/x-vue', extensions: ['vue', 'svelte', 'astro'] },
  {
    name: 'Template',
    mediaType: 'text/x-template',
    extensions: [
      'ejs',
      'hbs',
      'mustache',
      'jinja',
      'jinja2',
      'j2',
      'twig',
      'liquid',
      'pug',
      'jsp',
      'asp',
      'aspx',
      'cshtml',
      'razor',
      'tpl',
    ],
  },
  {
    name: 'XML stylesheet',
    mediaType: 'application/xslt+xml',
    extensions: ['xsl', 'xslt', 'xsd', 'dtd', 'rng', 'xaml'],
  },
  {
    name: 'Haskell',
    mediaType: 'text/x-haskell',
    extensions: ['hs', 'lhs', 'elm', 'purs'],
    interpreters: ['runhaskell'],
    comments: dashes,
  },
  { name: 'OCaml', mediaType: 'text/x-ocaml', extensions: ['ml', 'mli'] },
  {
    name: 'Erlang',
    mediaType: 'text/x-erlang',
    extensions: ['erl', 'hrl'],
    interpreters: ['escript'],
    comments: ['%'],
  },
  {
    name: 'Elixir',
    mediaType: 'text/x-elixir',
    extensions: ['ex', 'exs', 'eex', 'heex'],
    interpreters: ['elixir'],
    comments: hash,
  },
  {
    name: 'Clojure',
    mediaType: 'text/x-clojure',
    extensions: ['clj', 'cljs', 'cljc', 'edn'],
    comments: [';'],
  },
  {
    name: 'Lisp',
    mediaType: 'text/x-lisp',
    extensions: ['lisp', 'lsp', 'cl', 'el', 'scm', 'rkt', 'ss'],
    comments: [';'],
  },
  { name: 'Pascal', mediaType: 'text/x-pascal', extensions: ['pas', 'dpr', 'pp'] },
  { name: 'Ada', mediaType: 'text/x-ada', extensions: ['adb', 'ads'], comments: dashes },
  {
    name: 'Fortran',
    mediaType: 'text/x-fortran',
    extensions: ['f', 'for', 'f77', 'f90', 'f95', 'f03', 'f08'],
    comments: ['!'],
  },
  { name: 'COBOL', mediaType: 'text/x-cobol', extensions: ['cob', 'cbl', 'cpy'], comments: ['*>'] },
  { name: 'Assembly', mediaType: 'text/x-asm', extensions: ['asm', 's', 'nasm'], comments: [';'] },
  { name: 'Verilog', mediaType: 'text/x-verilog', extensions: ['v', 'sv', 'svh', 'vh'] },
  { name: 'VHDL', mediaType: 'text/x-vhdl', extensions: ['vhd', 'vhdl'], comments: dashes },
  { name: 'Zig', mediaType: 'text/x-zig', extensions: ['zig', 'nim', 'd', 'cr', 'odin', 'hx'] },
  { name: 'Solidity', mediaType: 'text/x-solidity', extensions: ['sol'] },
  { name: 'Shader', mediaType: 'text/x-glsl', extensions: ['glsl', 'vert', 'frag', 'hlsl', 'wgsl', 'metal'] },
  {
    name: 'Makefile',
    mediaType: 'text/x-makefile',
    extensions: ['mk', 'mak'],
    files: ['makefile', 'gnumakefile'],
    comments: hash,
  },
  {
    name: 'CMake',
    mediaType: 'text/x-cmake',
    extensions: ['cmake'],
    files: ['cmakelists.txt'],
    comments: hash,
  },
  {
    name: 'Dockerfile',
    mediaType: 'text/x-dockerfile',
    extensions: ['dockerfile'],
    files: ['dockerfile', 'containerfile'],
    comments: hash,
  },
  {
    name: 'Terraform',
    mediaType: 'text/x-terraform',
    extensions: ['tf', 'tfvars', 'hcl'],
    comments: ['#', '//'],
  },
  {
    name: 'Nix',
    mediaType: 'text/x-nix',
    extensions: ['nix', 'bzl', 'star'],
    files: ['build.bazel', 'workspace.bazel'],
    comments: hash,
  },
  { name: 'Diff', mediaType: 'text/x-diff', extensions: ['diff', 'patch'], comments: [] },
]; // prettier-ignore

export function languageOf(mediaType: string): Language | undefined {
  return languages.find((language) => language.mediaType === mediaType);
}

export function languageOfName(name: string, extension: string): Language | undefined {
  const lower = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  return languages.find(
    (language) =>
      language.files?.includes(lower) || (extension !== '' && language.extensions.includes(extension)),
  );
}

/** By the `#!` line that a script begins with. */
export function languageOfScript(text: string): Language | undefined {
  const line = /^#![ \t]*(\S{1,200})(?:[ \t]+(?:-\S+[ \t]+)*(\S{1,100}))?/.exec(text);
  if (!line) return undefined;
  const path = line[1] ?? '';
  const program = (/(?:^|\/)env$/.test(path) ? line[2] : path.slice(path.lastIndexOf('/') + 1)) ?? '';
  const name = program.toLowerCase().replace(/[\d.]+$/, '');
  return languages.find((language) => language.interpreters?.includes(name));
}
