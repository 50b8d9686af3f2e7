// Makes the plain pages live: news without reload, sending without leaving, keys, sound.
// Everything here also works without this file. No content is stored in the browser.
(() => {
  'use strict';
  const vind = (wat, waar = document) => waar.querySelector(wat);
  const alle = (wat, waar = document) => [...waar.querySelectorAll(wat)];
  alle('.alleen-script').forEach((el) => { el.hidden = false; });

  // XMLHttpRequest parses a page without any HTML sink, so Trusted Types can stay strict.
  const vraag = (pad, body, kop = {}) => new Promise((klaar, mis) => {
    const xhr = new XMLHttpRequest();
    xhr.open(body ? 'POST' : 'GET', pad);
    xhr.responseType = 'document';
    xhr.timeout = 15000;
    Object.entries(kop).forEach(([naam, waarde]) => xhr.setRequestHeader(naam, waarde));
    xhr.onload = () => klaar(xhr);
    xhr.onerror = xhr.ontimeout = () => mis(0);
    xhr.send(body);
  });
  // What the page asks by itself is nothing that somebody does: a login that is left alone ends.
  const VANZELF = { 'X-Vanzelf': '1' };
  const haal = async (pad) => {
    const xhr = await vraag(pad, null, { 'X-Script': '1', ...VANZELF });
    if (xhr.status === 204) return null; // asked for a page that has none, a browser makes one up
    if (xhr.status === 200) return xhr.response;
    throw xhr.status;
  };

  const post = (pad, velden = {}, kop = {}) => {
    const { value } = vind('.beschikbaar [name=csrf]');
    const data = new URLSearchParams({ csrf: value, ...velden });
    return vraag(pad, data, { 'X-Script': '1', ...kop }).catch(() => {});
  };

  // --- who waits: in the title, in the bar, by a sound; on every page
  let titel = document.title;
  const nieuws = vind('#nieuws');
  let dicht = false;
  let voor = '';
  const zetTitel = (bericht = voor) => {
    voor = bericht;
    const telling = vind('#telling');
    if (!dicht) document.title = voor + (telling ? telling.dataset.kort : '') + titel;
  };
  addEventListener('beforeprint', () => { if (!dicht) document.title = titel; });
  addEventListener('afterprint', () => zetTitel());

  const geluid = vind('#geluid');
  let geluidAan = false;
  let klank = null;

  const piep = () => {
    if (!geluidAan || !klank) return;
    const toon = klank.createOscillator();
    const sterkte = klank.createGain();
    const nu = klank.currentTime;
    toon.frequency.value = 520;
    sterkte.gain.setValueAtTime(0.0001, nu);
    sterkte.gain.exponentialRampToValueAtTime(0.2, nu + 0.03);
    sterkte.gain.exponentialRampToValueAtTime(0.0001, nu + 0.5);
    toon.connect(sterkte).connect(klank.destination);
    toon.start(nu);
    toon.stop(nu + 0.5);
  };

  const toonGeluid = () => {
    const stil = klank && klank.state !== 'running' ? 'na een klik' : 'aan';
    vind('#geluid-stand').textContent = geluidAan ? stil : 'uit';
    geluid.setAttribute('aria-pressed', String(geluidAan));
  };
  // A browser sounds only once somebody clicked or typed: until then the switch says so.
  const wek = () => {
    if (!geluidAan) return;
    if (!klank) {
      klank = new AudioContext();
      klank.onstatechange = toonGeluid;
    }
    if (klank.state !== 'running') klank.resume();
  };
  if (geluid) {
    geluidAan = geluid.getAttribute('aria-pressed') === 'true';
    wek();
    toonGeluid();
    addEventListener('pointerdown', wek);
    addEventListener('keydown', wek);
    geluid.addEventListener('click', () => {
      geluidAan = !geluidAan;
      wek();
      toonGeluid();
      piep();
      post('/geluid', { geluid: geluidAan ? 'ja' : 'nee' });
    });
  }

  const meld = (wacht, gevaar, bericht) => {
    if (!wacht && !gevaar && !bericht) return;
    if (!wacht && !gevaar) nieuws.textContent = 'Er is een nieuw bericht in een zaak van jou.';
    else if (!wacht) nieuws.textContent = 'Iemand is nu in gevaar.';
    else nieuws.textContent = wacht === 1 ? 'Er is een nieuwe zaak.' : `Er zijn ${wacht} nieuwe zaken.`;
    piep();
  };
  // What is said in the case on this page is seen and heard there (zaak.js).
  const opDezeZaak = (merk) => {
    const gesprek = merk.includes(':') && vind('[data-gesprek]');
    return gesprek && gesprek.dataset.gesprek.includes(`/${merk.split(':')[0]}`);
  };
  const telt = async () => {
    const nieuw = vind('#telling', await haal('/deel/telling'));
    const hier = vind('#telling');
    if (!hier) return;
    const erbij = (naam) => {
      const bekend = hier.dataset[naam].split(' ');
      return nieuw.dataset[naam].split(' ')
        .filter((merk) => merk && !bekend.includes(merk) && !opDezeZaak(merk)).length;
    };
    const bij = [erbij('wacht'), erbij('gevaar'), erbij('nieuw')];
    hier.textContent = nieuw.textContent;
    hier.className = nieuw.className;
    Object.assign(hier.dataset, nieuw.dataset);
    zetTitel();
    meld(...bij);
  };

  // --- the queue
  const tel = ({ dataset }) => zetTitel(Number(dataset.antwoord) ? 'Nieuw bericht · ' : '');

  const ververs = async () => {
    const oud = vind('#lijsten');
    const antwoord = await haal(oud.dataset.deel);
    const nieuw = document.importNode(vind('#lijsten', antwoord), true);
    if (nieuw.textContent === oud.textContent) return;
    const focus = oud.contains(document.activeElement) && document.activeElement.id;
    oud.replaceWith(nieuw);
    if (focus) (document.getElementById(focus) || vind('#inhoud')).focus();
    tel(nieuw);
  };

  // --- what may no longer be shown
  const einde = {
    401: ['Je bent niet meer ingelogd', 'Log opnieuw in. Daarna kun je verder.'],
    404: ['Deze zaak is er niet meer',
      'De persoon wiste de zaak of trok die in, of jij kunt er niet meer bij.'],
    409: ['Het team kreeg een nieuwe sleutel', 'Open de zaak opnieuw vanuit de wachtrij.'],
  };
  const papier = vind('[data-er-nog]');
  let ziet = () => { // on a case: zaak.js
    if (papier) return haal(papier.dataset.erNog);
    return vind('#lijsten') ? ververs() : null;
  };
  let bron = null;
  let klok = 0;
  const UIT = 'Je bent niet meer ingelogd. Bewaar je tekst en log opnieuw in.';
  const LOS = 'Geen verbinding. Je tekst staat er nog. Probeer het zo opnieuw.';
  const maak = (naam, velden) => Object.assign(document.createElement(naam), velden);
  // What somebody typed in a form of a case: a message, a note, what is arranged, an outcome.
  const halfGetypt = () => alle('form.opstel, form.stapform').filter((el) => alle(
    'textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox])', el,
  ).some((vak) => vak.value.trim()));
  const sluitAf = (status) => {
    if (dicht) return;
    // Only who is logged off is gone: of another case this page still hears, and tells we are here.
    dicht = status === 401;
    // One's own half-typed text stays, to be copied; not where the case itself is gone.
    const eigen = status === 401 ? halfGetypt() : [];
    const [kop, zin] = einde[status];
    titel = 'Balie';
    document.title = titel;
    ziet = () => null;
    zetTitel('');
    document.body.className = 'smal';
    const [href, tekst] = status === 401 ? ['/inloggen', 'Inloggen'] : ['/', 'Naar de wachtrij'];
    vind('#inhoud').replaceChildren(maak('h1', { textContent: kop, tabIndex: -1 }),
      maak('p', { textContent: zin }), ...eigen, maak('a', { className: 'knop', href, textContent: tekst }));
    if (!eigen.length) vind('h1').focus();
    if (!dicht) return;
    alle('#telling, #geluid').forEach((el) => el.remove());
    if (bron) bron.close();
    clearInterval(klok);
  };
  addEventListener('pageshow', (gebeurt) => { if (gebeurt.persisted) location.reload(); });

  // --- news
  const zeg = (tekst) => {
    const regels = alle('.mislukt'); // on a case: in its head, and with the box of the talk
    regels.forEach((mis) => {
      mis.textContent = tekst;
      mis.hidden = !tekst;
    });
    if (!regels.length && nieuws && tekst) nieuws.textContent = tekst;
  };
  let bezig = null;
  let verbroken = false;
  // One look at a time, and one more when something came in between.
  const kijk = () => {
    bezig = (bezig || Promise.resolve()).catch(() => {}).then(() => (dicht ? null : Promise.all([ziet(), telt()])));
    bezig.then(() => { if (verbroken) zeg(''); verbroken = false; }, (status) => {
      if (einde[status]) sluitAf(status);
      if (einde[status] && status !== 401) return;
      verbroken = true;
      const telling = vind('#telling');
      if (telling) telling.textContent = 'Geen verbinding'; // an old count would be no true one
      zeg(status === 401 ? UIT : LOS);
    });
    return bezig;
  };

  window.balie = {
    vind, alle, maak, vraag, haal, piep, zeg, kijk, sluitAf, halfGetypt, einde, zetTitel, LOS, UIT,
    bij: (doe) => { ziet = doe; },
  };
  // A form that is on its way is not sent twice; first of all, before a page's own script has it.
  addEventListener('submit', (gebeurt) => {
    const formulier = gebeurt.target;
    if (formulier.id === 'opstel') return;
    if (formulier.dataset.weg) {
      gebeurt.preventDefault();
      gebeurt.stopImmediatePropagation();
    }
    formulier.dataset.weg = '1';
    setTimeout(() => { delete formulier.dataset.weg; }, 5000);
  }, true);

  zetTitel();
  if (vind('#lijsten')) tel(vind('#lijsten'));
  const luister = () => {
    if (dicht) return;
    bron = new EventSource('/stroom');
    bron.addEventListener('nieuws', kijk);
    bron.onerror = () => {
      if (bron.readyState !== 2) return;
      setTimeout(luister, 3000); // refused, not broken off: the browser does not try again itself
      kijk();
    };
  };
  if (vind('.beschikbaar')) {
    luister();
    // A page that sleeps says nothing; the line of the news may stay open long after.
    let gedaan = false;
    addEventListener('pointerdown', () => { gedaan = true; });
    addEventListener('keydown', () => { gedaan = true; });
    setInterval(() => {
      if (!dicht) post('/hier', {}, gedaan ? {} : VANZELF);
      gedaan = false;
    }, 30000);
    klok = setInterval(kijk, 60000); // how long somebody waits goes on without any news
  }

  // --- keys: a letter goes to its button or box; only links and lists open at once
  const letters = vind('#letters');
  document.addEventListener('keydown', (toets) => {
    if (toets.ctrlKey || toets.altKey || toets.metaKey || toets.defaultPrevented) return;
    if (toets.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select')) return;
    if (!letters || !letters.checked) return;
    const doel = alle('[data-toets]').find((el) => el.dataset.toets === toets.key && !el.hidden);
    if (!doel) return;
    toets.preventDefault();
    if (doel.matches('a')) doel.click();
    else {
      const lijst = doel.closest('summary') && doel.closest('details');
      if (lijst) lijst.open = !lijst.open;
      doel.scrollIntoView({ block: 'nearest' });
      doel.focus();
    }
  });

  const kopieer = vind('#kopieer');
  if (kopieer) {
    kopieer.addEventListener('click', async () => {
      vind('#link').select();
      await navigator.clipboard.writeText(vind('#link').value);
      kopieer.textContent = 'Gekopieerd';
    });
  }
  const drukAf = vind('#druk-af');
  if (drukAf) drukAf.addEventListener('click', () => window.print());
})();
