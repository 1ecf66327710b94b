export { hasTag, listTags, readTagsOf, type TagCount } from './readTags.ts';
export { type TagName, tagName } from './tagName.ts';
export { addTags, inheritTags, removeTags, renameTag } from './writeTags.ts';
