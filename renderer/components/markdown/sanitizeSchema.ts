import type { Options } from 'rehype-sanitize';

const em = /^-?(0?\.\d+|0)em$|^\d{1,2}(\.\d+)?em$|^\d{1,3}(\.\d+)?%$|^-?\d(\.\d+)?(width|height|depth)$/;
const words = /^[\w\s.%-]{1,60}$/;
const truth = /^(true|false)$/;
const space = (...names: string[]) => names.map((name): [string, RegExp] => [name, em]);

/** Of what KaTeX writes as MathML. No colours, which may hide, and no address of any kind. */
const math = {
  math: [['display', 'block'] as [string, string]],
  mfrac: [['linethickness', em] as [string, RegExp]],
  mo: [
    ['fence', truth],
    ['stretchy', truth],
    ['separator', truth],
    ['largeop', truth],
    ['movablelimits', truth],
    ['symmetric', truth],
    ['accent', truth],
    ['form', /^(prefix|infix|postfix)$/],
    ...space('lspace', 'rspace', 'minsize', 'maxsize'),
  ] as [string, RegExp][],
  mi: [['mathvariant', words]] as [string, RegExp][],
  mn: [['mathvariant', words]] as [string, RegExp][],
  mtext: [['mathvariant', words]] as [string, RegExp][],
  mover: [['accent', truth]] as [string, RegExp][],
  munder: [['accentunder', truth]] as [string, RegExp][],
  mspace: [...space('width', 'height'), ['linebreak', /^newline$/]] as [string, RegExp][],
  mpadded: space('width', 'height', 'depth', 'lspace', 'voffset'),
  mstyle: [
    ['scriptlevel', /^[+-]?\d$/],
    ['displaystyle', truth],
  ] as [string, RegExp][],
  mtable: [
    ['columnalign', words],
    ['columnlines', words],
    ['rowlines', words],
    ['columnspacing', words],
    ['rowspacing', words],
    ['displaystyle', truth],
    ['width', em],
  ] as [string, RegExp][],
  mtd: [
    ['columnalign', words],
    ['width', em],
  ] as [string, RegExp][],
  menclose: [['notation', words]] as [string, RegExp][],
};

/**
 * What may stand in a rendered text, whatever it came from; everything else is left out. No picture, frame, form, style
 * or identifier, no handler, and links by https and mailto alone.
 */
export const sanitizeSchema: Options = {
  tagNames: [
    ...[
      'a',
      'blockquote',
      'br',
      'code',
      'del',
      'div',
      'em',
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'hr',
      'input',
    ],
    ...['li', 'ol', 'p', 'pre', 'span', 'strong', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'],
    ...['semantics', 'mrow', 'msub', 'msup', 'msubsup', 'msqrt', 'mroot', 'munderover', 'mtr', 'mphantom'],
    ...['mmultiscripts', 'mprescripts', 'mlabeledtr', ...Object.keys(math)],
  ],
  attributes: {
    ...math,
    a: ['href', 'title', ['dataImage', 'true']],
    code: [['className', /^language-[\w+#.-]{1,40}$/, 'hljs']],
    div: [['className', 'footnote']],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    li: [['className', 'task-list-item']],
    ol: [['start', /^\d{1,9}$/]],
    span: [
      ['className', /^hljs-[\w-]{1,40}$/, 'katex', 'picture', 'unsupported', 'unsupportedEnd', 'citation'],
      ['dataN', /^\d{1,3}$/],
    ],
    td: [['align', /^(left|center|right)$/]],
    th: [['align', /^(left|center|right)$/]],
    ul: [['className', 'contains-task-list']],
  },
  ancestors: {
    li: ['ol', 'ul'],
    td: ['table'],
    th: ['table'],
    tr: ['table'],
    tbody: ['table'],
    thead: ['table'],
  },
  protocols: { href: ['https', 'mailto'] },
  required: { input: { type: 'checkbox', disabled: true } },
  // The source of a formula, which would stand beside it.
  strip: ['annotation', 'annotation-xml', 'script', 'style', 'title'],
  clobber: [],
};
