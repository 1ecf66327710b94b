export { type TinyBgeM3Options, writeTinyBgeM3 } from './writeTinyBgeM3.ts';
export { type XlmRobertaShape, xlmRobertaGraph } from './xlmRobertaGraph.ts';
