import protobuf from 'protobufjs/light.js';

/**
 * The part of onnx.proto3 (github.com/onnx/onnx, IR version 10) that describes a graph of tensors: field names
 * and numbers as they stand there. Fields left out here are optional there.
 */
export const onnxRoot = protobuf.Root.fromJSON({
  nested: {
    onnx: {
      nested: {
        StringStringEntryProto: { fields: { key: one('string', 1), value: one('string', 2) } },
        OperatorSetIdProto: { fields: { domain: one('string', 1), version: one('int64', 2) } },
        TensorProto: {
          fields: {
            dims: many('int64', 1),
            dataType: one('int32', 2),
            name: one('string', 8),
            rawData: one('bytes', 9),
            externalData: many('StringStringEntryProto', 13),
            dataLocation: one('int32', 14),
          },
        },
        AttributeProto: {
          fields: {
            name: one('string', 1),
            f: one('float', 2),
            i: one('int64', 3),
            s: one('bytes', 4),
            floats: many('float', 7),
            ints: many('int64', 8),
            type: one('int32', 20),
          },
        },
        NodeProto: {
          fields: {
            input: many('string', 1),
            output: many('string', 2),
            name: one('string', 3),
            opType: one('string', 4),
            attribute: many('AttributeProto', 5),
            domain: one('string', 7),
          },
        },
        Dimension: {
          oneofs: { value: { oneof: ['dimValue', 'dimParam'] } },
          fields: { dimValue: one('int64', 1), dimParam: one('string', 2) },
        },
        TensorShapeProto: { fields: { dim: many('Dimension', 1) } },
        TensorTypeProto: { fields: { elemType: one('int32', 1), shape: one('TensorShapeProto', 2) } },
        TypeProto: { fields: { tensorType: one('TensorTypeProto', 1) } },
        ValueInfoProto: { fields: { name: one('string', 1), type: one('TypeProto', 2) } },
        GraphProto: {
          fields: {
            node: many('NodeProto', 1),
            name: one('string', 2),
            initializer: many('TensorProto', 5),
            docString: one('string', 10),
            input: many('ValueInfoProto', 11),
            output: many('ValueInfoProto', 12),
          },
        },
        ModelProto: {
          fields: {
            irVersion: one('int64', 1),
            producerName: one('string', 2),
            producerVersion: one('string', 3),
            graph: one('GraphProto', 7),
            opsetImport: many('OperatorSetIdProto', 8),
            metadataProps: many('StringStringEntryProto', 14),
          },
        },
      },
    },
  },
});

function one(type: string, id: number) {
  return { type, id };
}

function many(type: string, id: number) {
  return { rule: 'repeated', type, id };
}
