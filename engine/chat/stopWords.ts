/** Words that carry grammar, not matter, by language; question words among them. Written folded (see foldWord). */
export const stopWordsByLanguage: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words(`a an the and or but if of to in on at by for from with without as is are was were be been being am do does did
    done have has had having will would can could shall should may might must not no nor so than then that this these
    those there here it its he him his she her hers they them their we us our you your i me my who whom whose what which
    when where why how many much long old often far big tall about into over under between during after before up down out
    also any some all each every both few more most other such only own same too very just s t don didn doesn isn name
    named called kind type tell give list please show find according cost costs price
    mean means meaning`),
  it: words(`il lo la i gli le un uno una di a da in con su per tra fra del dello della dei degli delle al allo alla ai agli
    alle dal dallo dalla dai dagli dalle nel nello nella nei negli nelle sul sullo sulla sui sugli sulle e ed o od ma se che
    chi cui cosa quale quali quando quanto quanta quanti quante dove come perche non si ci vi ne mi ti lo sono e era erano
    sei siamo siete essere stato stata stati state ha hanno ho avere aveva avevano fu furono questo questa questi queste
    quello quella quelli quelle suo sua suoi sue mio mia loro piu anche molto l d c un dell all nell sull dall qual dov
    viene vengono fa deve devono puo possono costa costano prezzo
    significa`),
  de: words(`der die das den dem des ein eine einer einem einen eines und oder aber wenn von zu zum zur in im an am auf aus bei
    mit nach fur uber unter vor ist sind war waren wird werden wurde wurden sein seine seiner seinem seinen ihr ihre ihrer
    ihrem ihren hat haben hatte hatten kann konnen konnte muss mussen soll nicht kein keine als wie wer wen wem wessen was
    welche welcher welches welchen welchem wann wo woher wohin warum wieso wieviel viel viele es er sie wir ich du man sich
    dass auch nur noch so dieser diese dieses diesem diesen um bis durch gegen ohne heisst heissen gibt gab gemass laut kostet kosten preis bedeutet`),
  pl: words(`i oraz a ale lub albo w we z ze na do od po za przez przy dla o u pod nad przed miedzy bez jest sa byl byla bylo
    byli byly bedzie beda byc ma maja mial miala mieli nie tak to ten ta te ci tych tym tego tej temu jego jej ich ktory
    ktora ktore ktorych ktorym ktorej ktorego kto kogo komu kim co czego czym czemu kiedy gdzie skad dokad dlaczego jak jaki
    jaka jakie jakim jakiej jakiego ile ilu czy sie ze by aby zeby juz jeszcze tylko tez takze moze mozna nalezy trzeba jeden jedna jedno
    kosztuje kosztuja kosztowal cena oznacza znaczy`),
  es: words(`el la los las un una unos unas de del a al en con por para sin sobre entre y e o u pero si que quien quienes cual
    cuales cuando cuanto cuanta cuantos cuantas donde como porque no se su sus lo le les me te nos mi tu es son era eran fue
    fueron ser sido ha han habia haber hay esta estan este esta estos estas ese esa esos aquel mas muy tambien ya tiene
    tienen debe deben puede pueden cuesta cuestan precio significa`),
  fr: words(`le la les un une des du de d l a au aux en dans sur sous par pour avec sans entre et ou mais si que qu qui quoi
    dont ou quand comment pourquoi combien quel quelle quels quelles ne pas plus ce cet cette ces se s son sa ses leur leurs
    mon ma mes il elle ils elles on nous vous je tu est sont etait etaient ete etre a ont avait avoir fut y c n j est-ce t
    doit doivent peut peuvent fait coute coutent prix signifie`),
  ko: words(`누구 누가 누구의 언제 어디 어디서 어디에 어디에서 무엇 무엇을 무엇이 무엇인가 뭐 왜 어떻게 어떤 어느 몇 얼마 얼마나 얼마입니까
    얼마인가요 입니까 인가요 무엇입니까 무엇인가요 누구입니까 누구인가요 언제입니까 언제인가요 어디입니까 어디인가요 몇인가요 그 이 저 것 수 및
    또는 그리고 하는 있는 있습니까 있나요 됩니까 되나요 합니까 하나요 했습니까 했나요 대한 대해 위한 위해`),
};

export const allStopWords: ReadonlySet<string> = new Set(
  Object.values(stopWordsByLanguage).flatMap((set) => [...set]),
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
