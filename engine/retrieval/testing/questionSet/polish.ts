import type { Passage } from './passage.ts';

export const polish: readonly Passage[] = [
  {
    text: 'Umowa najmu mieszkania przy ulicy Kanoniczej zawarta jest na czas nieokreślony. Wypowiedzenie wymaga formy pisemnej i dwumiesięcznego terminu. Kaucja w wysokości czterech tysięcy złotych podlega zwrotowi po odbiorze lokalu.',
    questions: ['Jaki jest termin wypowiedzenia umowy najmu?', 'Ile wynosi kaucja?'],
  },
  {
    text: 'Garaż przy ulicy Krótkiej dzierżawiony jest od spółdzielni na rok. Nie wolno w nim przechowywać paliwa ani naprawiać samochodów. Klucz zapasowy leży w dozorcówce.',
    questions: ['Gdzie jest zapasowy klucz do garażu?'],
  },
  {
    text: 'Piec kaflowy rozpala się od góry: grube polana na dole, drobne szczapy i podpałka na wierzchu. Drzwiczki dokręca się dopiero, gdy zostanie sam żar. Kominiarz, pan Wróbel, przychodzi w październiku.',
    questions: ['Kiedy przychodzi kominiarz?', 'Jak rozpala się piec kaflowy?'],
  },
  {
    text: 'Do pierogów ruskich bierze się kilogram ziemniaków, pół kilo twarogu i dwie cebule. Ciasto wyrabia się z gorącą wodą, wtedy jest miękkie. Gotuje się je trzy minuty od wypłynięcia i podaje ze śmietaną.',
    questions: ['Ile twarogu potrzeba na pierogi?', 'Jak długo gotuje się pierogi?'],
  },
  {
    text: 'Żurek robi się na zakwasie z mąki żytniej, który stoi pięć dni w ciepłym miejscu. Na końcu dodaje się majeranek i chrzan. Jajko i biała kiełbasa gotują się osobno.',
    questions: ['Jakie przyprawy dodaje się do żurku na końcu?'],
  },
  {
    text: 'Pociąg nocny do Świnoujścia odjeżdża z peronu trzeciego o 22:07. Wagon sypialny jest na końcu składu. Rowery przewozi się tylko za rezerwacją, miejsc jest dwanaście.',
    questions: [
      'Ile rowerów mieści się w pociągu nocnym?',
      'Z którego peronu odjeżdża pociąg do Świnoujścia?',
    ],
  },
  {
    text: 'Latarnia morska w Świnoujściu ma sześćdziesiąt pięć metrów i jest najwyższa nad Bałtykiem. Na galerię prowadzi trzysta schodów. Zbudowano ją w 1857 roku z żółtej cegły.',
    questions: ['Ile schodów prowadzi na galerię latarni?'],
  },
  {
    text: 'Na zebraniu 9 maja wspólnota uchwaliła wymianę okien na klatce schodowej. Koszt, dwadzieścia siedem tysięcy złotych, pokryje fundusz remontowy. Zarządca Halina Gajda zbierze oferty do czerwca.',
    questions: ['Kto zbierze oferty na okna?', 'Z czego zostanie pokryty koszt wymiany okien?'],
  },
  {
    text: 'Miód gryczany jest ciemny i krystalizuje powoli. Ramki odwirowuje się, gdy dwie trzecie komórek jest zasklepionych. Na zimę rodzina dostaje czternaście kilogramów syropu cukrowego.',
    questions: ['Ile syropu dostają pszczoły na zimę?'],
  },
  {
    text: 'Aby połączyć telefon z samochodem, należy przytrzymać przycisk głośności przez pięć sekund. Kod to cztery zera. Po aktualizacji oprogramowania trzeba parować urządzenia od nowa.',
    questions: ['Jaki jest kod do połączenia telefonu z samochodem?'],
  },
  {
    text: 'Muzeum zamknięte jest w poniedziałki, a w środy wstęp jest bezpłatny. Przewodnik oprowadza o jedenastej i piętnastej. Dużych plecaków nie wolno wnosić na sale.',
    questions: ['Kiedy wstęp do muzeum jest bezpłatny?'],
  },
  {
    text: 'Źrebię odsadza się od klaczy po sześciu miesiącach. Kowal przychodzi co osiem tygodni. Weterynarz odrobacza konie wiosną i jesienią, a szczepienie przeciw grypie powtarza się co rok.',
    questions: ['Jak często przychodzi kowal?'],
  },
];
