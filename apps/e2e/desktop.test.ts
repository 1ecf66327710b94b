import { standInDriver } from './drivers/index.ts';
import { runScenarios, scenarios } from './scenarios/index.ts';

runScenarios(standInDriver, scenarios);
