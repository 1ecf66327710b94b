// A thread of the extraction worker: it reads pages of long PDFs beside it.
import '@adiuva/engine/serve/pdfPages';
