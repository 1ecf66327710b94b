export { appendAudit, listAudit, type NewAuditEntry, trimAudit } from './audit.ts';
