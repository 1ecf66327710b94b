export { auditCalls } from './auditCalls.ts';
export { type AuditEvent, type AuditLog, createAuditLog } from './createAuditLog.ts';
