import { electronDriver } from './drivers/index.ts';
import { runScenarios, scenarios } from './scenarios/index.ts';

runScenarios(electronDriver, scenarios);
