import type * as Electron from 'electron';

/** What the debugging protocol is told to print as Electron was. @throws Error for a size that is not known here */
export function printParameters(options: Electron.PrintToPDFOptions) {
  const { margins, pageSize, pageRanges } = options;
  if (typeof pageSize === 'string' && pageSize !== 'A4' && pageSize !== 'Letter')
    throw new Error(`The stand-in prints A4 and Letter, not ${pageSize}.`);
  const size =
    typeof pageSize === 'object'
      ? { paperWidth: pageSize.width, paperHeight: pageSize.height }
      : pageSize === 'A4'
        ? { paperWidth: 8.27, paperHeight: 11.69 }
        : {};
  return {
    ...(options.landscape !== undefined && { landscape: options.landscape }),
    ...(options.printBackground !== undefined && { printBackground: options.printBackground }),
    ...(options.displayHeaderFooter !== undefined && { displayHeaderFooter: options.displayHeaderFooter }),
    ...(options.headerTemplate !== undefined && { headerTemplate: options.headerTemplate }),
    ...(options.footerTemplate !== undefined && { footerTemplate: options.footerTemplate }),
    ...(options.preferCSSPageSize !== undefined && { preferCSSPageSize: options.preferCSSPageSize }),
    ...(options.generateTaggedPDF !== undefined && { generateTaggedPDF: options.generateTaggedPDF }),
    ...(options.scale !== undefined && { scale: options.scale }),
    ...(margins?.top !== undefined && { marginTop: margins.top }),
    ...(margins?.bottom !== undefined && { marginBottom: margins.bottom }),
    ...(margins?.left !== undefined && { marginLeft: margins.left }),
    ...(margins?.right !== undefined && { marginRight: margins.right }),
    ...(pageRanges !== undefined && { pageRanges }),
    ...size,
  };
}
