import type { Passage } from './passage.ts';

export const italian: readonly Passage[] = [
  {
    text: 'Il contratto dell’appartamento di via Garisenda dura quattro anni e si rinnova per altri quattro. L’inquilino può recedere con un preavviso di sei mesi, inviato per raccomandata. Le spese condominiali si pagano ogni trimestre.',
    questions: [
      'Quanti mesi di preavviso servono per lasciare l’appartamento?',
      'Quando si pagano le spese condominiali?',
    ],
  },
  {
    text: 'La cantina è compresa nel contratto ma non può essere usata come abitazione né come officina. L’umidità è controllata da un deumidificatore; la tanica si svuota ogni due giorni.',
    questions: ['Come può essere usata la cantina?'],
  },
  {
    text: 'La caldaia va spenta dal pannello prima di togliere il filtro. Il bruciatore si pulisce con un pennello asciutto, mai con acqua. Il tecnico autorizzato è la ditta Benassi, che risponde anche di domenica.',
    questions: ['Con che cosa si pulisce il bruciatore?', 'Quale ditta ripara la caldaia?'],
  },
  {
    text: 'Per il ragù si rosolano sedano, carota e cipolla, poi la polpa di manzo e la pancetta. Si sfuma con mezzo bicchiere di vino bianco, si aggiunge il concentrato e si cuoce a fuoco bassissimo per almeno tre ore. Il latte si versa alla fine.',
    questions: ['Quanto tempo deve cuocere il ragù?', 'Quando si aggiunge il latte?'],
  },
  {
    text: 'Il pesto si prepara nel mortaio: basilico, aglio, pinoli, sale grosso, pecorino e olio. Il calore annerisce le foglie, perciò il frullatore va evitato. Con le trofie si lessano anche patate e fagiolini.',
    questions: ['Perché non si usa il frullatore per il pesto?'],
  },
  {
    text: 'Il vaporetto notturno parte da Fondamente Nove alle 23:15 e ferma a Murano e Burano. D’inverno, con la nebbia fitta, la corsa è sospesa e il biglietto viene rimborsato allo sportello.',
    questions: ['A che ora parte il vaporetto notturno?', 'Che cosa succede quando c’è nebbia?'],
  },
  {
    text: 'A Burano le case furono dipinte di colori vivaci perché i pescatori potessero riconoscerle da lontano. Chi vuole ridipingere la facciata deve chiedere al comune, che indica le tinte ammesse per quel lotto.',
    questions: ['Perché le case di Burano sono colorate?'],
  },
  {
    text: 'Nella riunione del 12 giugno si è deciso di affidare il rifacimento del tetto all’impresa Carraro per 61.400 euro. I lavori cominciano a settembre. L’amministratrice, dottoressa Ferri, raccoglie le quote entro luglio.',
    questions: ['Quanto costa il rifacimento del tetto?', 'Chi raccoglie le quote?'],
  },
  {
    text: 'Il vino riposa diciotto mesi in botti di rovere da trenta ettolitri. La vendemmia si fa a mano nella seconda metà di settembre. La cantina produce novemila bottiglie l’anno, vendute quasi tutte all’estero.',
    questions: ['Quante bottiglie produce la cantina ogni anno?'],
  },
  {
    text: 'Se la stampante lampeggia in arancione il toner sta finendo; in rosso, la carta è inceppata. Aprire lo sportello posteriore e tirare il foglio nella direzione della freccia, senza strapparlo.',
    questions: ['Che cosa significa la luce rossa della stampante?'],
  },
  {
    text: 'L’archivio di Stato riceve su appuntamento il martedì e il giovedì. Le mappe catastali si consultano soltanto in copia digitale. Le fotografie sono permesse senza flash e dopo aver firmato il modulo.',
    questions: ['In quali giorni riceve l’archivio?'],
  },
  {
    text: 'Gli ulivi si potano a fine inverno, dopo le ultime gelate, lasciando la chioma aperta al centro. I tagli più grossi si coprono con mastice. La mosca si combatte con trappole appese da luglio.',
    questions: ['Quando si potano gli ulivi?'],
  },
];
