/** electron-builder would install and rebuild packages; the assembled folder has them, prebuilt. */
module.exports = async () => false;
