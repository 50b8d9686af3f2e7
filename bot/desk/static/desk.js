// Makes the plain pages live: news without reload, sending without leaving, keys, sound.
// Everything here also works without this file. No content is stored in the browser.
(() => {
  'use strict';
  const vind = (wat, waar = document) => waar.querySelector(wat);
  const alle = (wat, waar = document) => [...waar.querySelectorAll(wat)];
  alle('.alleen-script').forEach((el) => { el.hidden = false; });

  // XMLHttpRequest parses a part of a page without any HTML sink, so Trusted Types can stay strict.
  const haal = (pad) => new Promise((klaar, mis) => {
    const vraag = new XMLHttpRequest();
    vraag.open('GET', pad);
    vraag.responseType = 'document';
    vraag.timeout = 15000;
    vraag.setRequestHeader('X-Script', '1');
    vraag.onload = () => (vraag.status === 200 ? klaar(vraag.response) : mis(vraag.status));
    vraag.onerror = vraag.ontimeout = () => mis(0);
    vraag.send();
  });

  // --- the queue -------------------------------------------------------------------------------
  const titel = document.title;
  const nieuws = vind('#nieuws');
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

  const geluid = vind('#geluid');
  if (geluid) {
    geluid.addEventListener('click', () => {
      geluidAan = !geluidAan;
      klank = klank || new AudioContext();
      klank.resume();
      geluid.setAttribute('aria-pressed', String(geluidAan));
      piep();
    });
  }

  const tel = (lijsten) => {
    const aantal = Number(lijsten.dataset.wacht);
    document.title = aantal ? `(${aantal}) ${titel}` : titel;
    return aantal;
  };

  const ververs = async () => {
    const oud = vind('#lijsten');
    const antwoord = await haal(oud.dataset.deel);
    const nieuw = document.importNode(vind('#lijsten', antwoord), true);
    if (nieuw.textContent === oud.textContent) return;
    const bekend = new Set(alle('.wacht .zaak h3 a', oud).map((a) => a.id));
    const erbij = alle('.wacht .zaak h3 a', nieuw).filter((a) => !bekend.has(a.id)).length;
    const focus = oud.contains(document.activeElement) && document.activeElement.id;
    oud.replaceWith(nieuw);
    if (focus) (document.getElementById(focus) || vind('#inhoud')).focus();
    tel(nieuw);
    if (erbij) {
      nieuws.textContent = erbij === 1 ? 'Er is een nieuwe zaak.' : `Er zijn ${erbij} nieuwe zaken.`;
      piep();
    }
  };

  // --- a case ----------------------------------------------------------------------------------
  const gesprek = vind('[data-gesprek]');
  const log = vind('#log');
  const onderaan = () => { log.scrollTop = log.scrollHeight; };
  let bezig = null;
  let verbroken = false;

  const leesGesprek = async () => {
    const antwoord = await haal(`${gesprek.dataset.gesprek}?na=${gesprek.dataset.laatste}`);
    const stand = vind('#stand', antwoord);
    const hier = vind('#stand');
    hier.textContent = stand.textContent;
    if (stand.dataset.stand !== hier.dataset.stand) vind('#veranderd').hidden = false;
    const was = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    for (const li of alle('.bubbel', antwoord)) {
      if (Number(li.dataset.nr) <= Number(gesprek.dataset.laatste)) continue;
      vind('#bubbels', log).append(document.importNode(li, true));
      gesprek.dataset.laatste = li.dataset.nr;
      const leeg = vind('#nog-niets');
      if (leeg) leeg.remove();
      if (li.dataset.van === 'jij') piep();
    }
    if (was) onderaan();
  };
  // One look at a time, and one more when something came in between.
  const kijk = () => {
    bezig = (bezig || Promise.resolve()).catch(() => {}).then(gesprek ? leesGesprek : ververs);
    bezig.then(() => { if (verbroken) zeg(''); verbroken = false; }, (status) => {
      verbroken = true;
      zeg(status === 401 ? 'Je bent niet meer ingelogd. Bewaar je tekst en log opnieuw in.'
        : status === 404 ? 'Deze zaak is er niet meer.' : 'Geen verbinding. Je tekst blijft staan.');
    });
    return bezig;
  };

  const opstel = vind('#opstel');
  const mis = vind('#niet-verstuurd');
  const zeg = (tekst) => {
    if (mis) {
      mis.textContent = tekst;
      mis.hidden = !tekst;
    } else if (nieuws && tekst) nieuws.textContent = tekst;
  };

  if (gesprek) onderaan();
  if (opstel) {
    const vak = vind('textarea', opstel);
    const knop = vind('button', opstel);
    const nieuwId = () => [...crypto.getRandomValues(new Uint8Array(16))]
      .map((b) => b.toString(16).padStart(2, '0')).join('');
    opstel.addEventListener('submit', async (gebeurt) => {
      gebeurt.preventDefault();
      if (knop.disabled || !vak.value.trim()) return;
      knop.disabled = true;
      try {
        // The id stays the same until it arrived: however often it is sent, it stands there once.
        const antwoord = await fetch(opstel.action, {
          method: 'POST',
          body: new URLSearchParams(new FormData(opstel)),
          headers: { 'X-Script': '1' },
        });
        if (antwoord.status === 204) {
          vak.value = '';
          opstel.elements.client_id.value = nieuwId();
          zeg('');
          await kijk().catch(() => {}); // it was sent; what is new comes with the next look
          onderaan();
        } else {
          zeg({
            401: 'Je bent niet meer ingelogd. Bewaar je tekst en log opnieuw in.',
            409: 'Niet verstuurd. Deze zaak is veranderd.',
            422: 'Niet verstuurd. Je tekst is te lang.',
          }[antwoord.status] || 'Niet verstuurd. Je tekst staat er nog. Probeer het zo opnieuw.');
        }
      } catch (fout) {
        zeg('Geen verbinding. Je tekst staat er nog. Probeer het zo opnieuw.');
      }
      knop.disabled = false;
      vak.focus();
    });
    vak.addEventListener('keydown', (toets) => {
      if (toets.key === 'Enter' && !toets.shiftKey && !toets.isComposing) {
        toets.preventDefault();
        opstel.requestSubmit();
      }
    });
    alle('[data-zet]').forEach((el) => el.addEventListener('click', () => {
      vak.value = (vak.value ? `${vak.value.trimEnd()} ` : '') + el.dataset.zet;
      vak.focus();
    }));
  }

  // A form that is on its way is not sent twice.
  alle('form:not(#opstel)').forEach((formulier) => formulier.addEventListener('submit', (gebeurt) => {
    if (formulier.dataset.weg) gebeurt.preventDefault();
    formulier.dataset.weg = '1';
    setTimeout(() => { delete formulier.dataset.weg; }, 5000);
  }));

  if (vind('#lijsten')) tel(vind('#lijsten'));
  if (vind('.beschikbaar')) {
    const bron = new EventSource('/stroom'); // on every page: it also says that somebody is there
    if (gesprek || vind('#lijsten')) {
      bron.addEventListener('nieuws', kijk);
      setInterval(kijk, 60000); // how long somebody waits goes on without any news
    }
  }

  // --- keys: a letter goes to its button or box; only links and lists open at once -----------------
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
  const naarSluiten = vind('#naar-sluiten');
  if (naarSluiten) {
    naarSluiten.addEventListener('click', () => {
      vind('#sluiten').open = true;
      vind('#sluit-tekst').focus();
    });
  }
  const drukAf = vind('#druk-af');
  if (drukAf) drukAf.addEventListener('click', () => window.print());
})();
