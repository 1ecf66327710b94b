import { servePages } from './servePages.ts';

servePages();
