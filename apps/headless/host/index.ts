export { findPlaces, type Places } from './places.ts';
export { startEngine } from './startEngine.ts';
