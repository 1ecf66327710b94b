import type { Passage } from './passage.ts';

export const german: readonly Passage[] = [
  {
    text: 'Die Wohnung in der Lindenstraße kann mit einer Frist von drei Monaten zum Quartalsende gekündigt werden. Die Kündigung bedarf der Schriftform. Schönheitsreparaturen trägt der Vermieter, Kleinreparaturen bis achtzig Euro der Mieter.',
    questions: ['Mit welcher Frist kann die Wohnung gekündigt werden?', 'Wer bezahlt kleine Reparaturen?'],
  },
  {
    text: 'Der Stellplatz im Hof gehört nicht zur Wohnung und wird gesondert vermietet, monatlich kündbar, für fünfundvierzig Euro. Das Laden von Elektroautos ist nur an der gekennzeichneten Steckdose gestattet.',
    questions: ['Was kostet der Stellplatz im Hof?'],
  },
  {
    text: 'Die Wärmepumpe wird alle zwei Jahre gewartet. Dabei reinigt der Techniker den Verdampfer und prüft den Kältemittelkreis. Zeigt das Display den Fehler E17, ist der Durchfluss zu gering: zuerst den Schmutzfänger im Rücklauf ausspülen.',
    questions: ['Was bedeutet der Fehler E17?', 'Wie oft muss die Wärmepumpe gewartet werden?'],
  },
  {
    text: 'Für den Hefezopf werden 500 Gramm Mehl, 80 Gramm Zucker, 70 Gramm Butter und ein Würfel Hefe mit lauwarmer Milch verknetet. Der Teig geht eine Stunde. Vor dem Backen wird der Zopf mit Eigelb bestrichen und mit Hagelzucker bestreut.',
    questions: [
      'Womit wird der Zopf vor dem Backen bestrichen?',
      'Wie viel Butter braucht man für den Hefeteig?',
    ],
  },
  {
    text: 'Das Roggenbrot braucht einen dreistufigen Sauerteig. Die Grundführung steht über Nacht bei achtundzwanzig Grad. Nach dem Einschießen in den Ofen wird kräftig geschwadet, damit die Kruste nicht reißt.',
    questions: ['Warum wird beim Roggenbrot geschwadet?'],
  },
  {
    text: 'Der Gletscher am Hochfernerkopf hat seit 1990 vierzig Prozent seiner Fläche verloren. Die Messstangen werden jeden September abgelesen. Im Sommer 2022 schmolzen an der Zunge sechs Meter Eis; der neue See davor ist neun Meter tief.',
    questions: ['Wie tief ist der See vor dem Gletscher?', 'Wann werden die Messstangen abgelesen?'],
  },
  {
    text: 'Die Hütte unter dem Hochfernerkopf ist von Mitte Juni bis Ende September bewirtschaftet. Im Winterraum stehen acht Lager, Holz und ein Herd. Wasser gibt es dann nur aus der Quelle, zwanzig Minuten talwärts.',
    questions: ['Wie viele Schlafplätze hat der Winterraum?'],
  },
  {
    text: 'In der Sitzung vom 4. März beschloss der Vorstand, die Mitgliedsbeiträge um zwölf Prozent anzuheben. Kassenwartin Ute Brandner legte den Haushaltsplan vor. Der Antrag auf eine Fahrradwerkstatt wurde vertagt.',
    questions: [
      'Um wie viel steigen die Mitgliedsbeiträge?',
      'Was geschah mit dem Antrag auf eine Fahrradwerkstatt?',
    ],
  },
  {
    text: 'Der Geigenbauer wählt Fichte aus Höhen über tausend Metern, weil sie langsam und gleichmäßig wächst. Der Boden ist aus Ahorn. Der Lack wird in bis zu fünfzehn dünnen Schichten aufgetragen und trocknet im Sonnenlicht.',
    questions: ['Aus welchem Holz ist der Boden der Geige?'],
  },
  {
    text: 'Bei Stromausfall schaltet die Notbeleuchtung für drei Stunden ein. Der Aufzug fährt ins Erdgeschoss und öffnet die Türen. Der Hausmeister, Herr Yıldız, ist unter der Nummer am Schaltkasten erreichbar.',
    questions: ['Wie lange hält die Notbeleuchtung?'],
  },
  {
    text: 'Die Stadtbücherei verleiht Bücher für vier Wochen, Filme für zwei. Verlängern kann man zweimal, sofern niemand vorgemerkt ist. Die Säumnisgebühr beträgt zwanzig Cent am Tag und Medium.',
    questions: ['Wie hoch ist die Gebühr für verspätete Rückgabe?'],
  },
  {
    text: 'Katzen werden mit neun Wochen gegen Seuche und Schnupfen geimpft. Freigänger brauchen zusätzlich den Schutz gegen Leukose, vorher wird das Blut untersucht. Die Praxis am Wehr hat mittwochs nachmittags geschlossen.',
    questions: ['Wann hat die Tierarztpraxis geschlossen?'],
  },
];
