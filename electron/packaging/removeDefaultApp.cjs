const { rmSync } = require('node:fs');
const { join } = require('node:path');

/** What an unpacked Electron runs where there is no app; nothing but ours lies beside ours. */
module.exports = async ({ appOutDir, packager }) =>
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
