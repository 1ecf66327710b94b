/** Files that a program writes for a program: lists of versions, bundles, maps of them. */
const generated =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|composer\.lock|cargo\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|gemfile\.lock|podfile\.lock|pubspec\.lock|mix\.lock|flake\.lock|go\.sum|packages\.lock\.json|package\.resolved)$|\.min\.(?:js|mjs|css)$|\.(?:js|mjs|cjs|css|ts)\.map$|\.bundle\.js$/i;

export function isGeneratedName(name: string): boolean {
  return generated.test(name.slice(name.lastIndexOf('/') + 1));
}
