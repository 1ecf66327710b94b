import type { Passage } from './passage.ts';

export const english: readonly Passage[] = [
  {
    text: 'The tenant may end the lease on Harrow Lane at any month’s end by giving ninety days of notice in writing. A verbal notice has no effect. The deposit of two months’ rent is returned within six weeks after the keys are handed over, less the cost of repairs.',
    questions: [
      'How many days of notice must the tenant give to leave Harrow Lane?',
      'When do I get my deposit back?',
    ],
  },
  {
    text: 'The storage unit on Mill Road is rented from month to month. Either side may cancel until the twentieth for the end of the same month. Goods left behind are auctioned after thirty days, and gas bottles, tyres and animals may not be kept there.',
    questions: ['What may not be kept in the storage unit?'],
  },
  {
    text: 'Once a year, before the heating season, the boiler pressure is checked: between 1.2 and 1.6 bar when cold. Below that, open the filling tap under the expansion vessel slowly. If the pressure falls again within a week there is a leak and the plumber, Mr Osei, has to come.',
    questions: [
      'What pressure should the boiler have when it is cold?',
      'Who repairs a leaking heating system?',
    ],
  },
  {
    text: 'Sourdough is fed twice a day with equal weights of flour and water. On baking day 450 grams of strong white flour, 50 grams of rye, 350 grams of water and 10 grams of salt are folded every half hour and proved overnight in the fridge. The loaf bakes 45 minutes in a closed iron pot.',
    questions: ['How much salt goes into the loaf?', 'How long is the sourdough bread baked?'],
  },
  {
    text: 'For flatbread no oven is needed. Mix 300 grams of flour with yoghurt and a pinch of baking powder, rest the dough for twenty minutes, and fry thin rounds in a dry pan until they blister. They keep a day in a cloth.',
    questions: ['Which bread can be made without an oven?'],
  },
  {
    text: 'The night ferry to Skarvik sails at 21:40 from pier four every day but Tuesday. Cars must be in line an hour before. Cabins with a window cost eighty-five pounds; dogs travel in the kennel on deck seven and cannot stay in the cabin.',
    questions: [
      'On which day of the week is there no ferry to Skarvik?',
      'Where do dogs stay during the crossing?',
    ],
  },
  {
    text: 'Until 1911 the harbour of Skarvik froze every winter and the herring fleet lay idle from December to March. The breakwater, paid for by a tax on barrels, changed the currents; since then it has been ice free. The old customs house is a museum of nets and knots.',
    questions: ['What was the breakwater paid with?'],
  },
  {
    text: 'The board agreed to move the office to the river site in October. The budget for furniture is capped at 38,000 pounds, to be approved by Priya Raman. Desk sharing was rejected with five votes against two; a quiet room on each floor was accepted without a vote.',
    questions: ['Who approves the spending on furniture?', 'Did the board accept desk sharing?'],
  },
  {
    text: 'A colony about to swarm can be recognised by queen cells along the lower edge of the combs. Remove them every seven days in May, or split the hive: the old queen with three frames of brood goes to a new stand at least three miles away.',
    questions: ['How do you recognise that bees are going to swarm?'],
  },
  {
    text: 'Hold the small button on the back of the router for twelve seconds until the light turns amber. All settings are lost; the new password is printed underneath. The guest network is off after a reset and has to be switched on again on the second page of the menu.',
    questions: ['How can the router be reset?', 'What colour is the light when the router has been reset?'],
  },
  {
    text: 'The reading room opens from ten to eight, on Saturdays until four. Manuscripts are ordered a day ahead and only pencils are allowed at the tables. Readers under sixteen need a letter of their school.',
    questions: ['May I write with a pen in the reading room?'],
  },
  {
    text: 'Puppies get their first injection at eight weeks and the second at twelve. The booster against rabies is due after a year, then every third year. The vet at Castle Green keeps the cards and sends a reminder by post.',
    questions: ['At what age is a puppy vaccinated for the first time?'],
  },
];
