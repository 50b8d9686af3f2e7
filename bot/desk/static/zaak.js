// A case: its talk without reload, and its forms without losing what is half typed elsewhere on it.
// Everything here also works without this file. No content is stored in the browser.
(() => {
  'use strict';
  const {
    vind, alle, maak, vraag, haal, piep, zeg, kijk, sluitAf, halfGetypt, einde, zetTitel, LOS, UIT, bij,
  } = window.balie;

  // --- the talk
  const onderaan = () => { vind('#log').scrollTop = vind('#log').scrollHeight; };
  let ongezien = 0;
  const gezien = () => {
    if (document.hidden || !document.hasFocus()) return;
    ongezien = 0;
    zetTitel('');
  };
  addEventListener('focus', gezien);
  document.addEventListener('visibilitychange', gezien);

  // A form tells up to which message its page was really shown: not what came in below the edge of
  // the talk, or in a tab that nobody sees.
  const onderDeRand = new Set();
  const zetGezien = () => {
    const { laatste } = vind('[data-gesprek]').dataset;
    const nr = Math.min(laatste, ...[...onderDeRand].map((een) => een - 1));
    alle('[name=gezien]').forEach((veld) => { veld.value = nr; });
    const naar = vind('#naar-gesprek');
    naar.classList.toggle('nieuw', onderDeRand.size > 0);
    vind('span', naar).textContent = onderDeRand.size ? ` · ${onderDeRand.size} nieuw` : '';
  };
  const kijker = new IntersectionObserver((stukken) => {
    stukken.filter((stuk) => stuk.intersectionRatio >= 0.5 || stuk.intersectionRect.height > 30)
      .forEach(({ target }) => {
        kijker.unobserve(target);
        onderDeRand.delete(Number(target.dataset.nr));
      });
    zetGezien();
  }, { threshold: [0.02, 0.1, 0.5] });

  const leesGesprek = async () => {
    const gesprek = vind('[data-gesprek]');
    const antwoord = await haal(`${gesprek.dataset.gesprek}?na=${gesprek.dataset.laatste}`);
    const stand = vind('#stand', antwoord);
    const hier = vind('#stand');
    hier.textContent = stand.textContent;
    if (stand.dataset.stand !== hier.dataset.stand) vind('#veranderd').hidden = false;
    const gevaar = vind('#gevaar', antwoord);
    if (!gevaar.isEqualNode(vind('#gevaar'))) {
      vind('#gevaar').replaceWith(document.importNode(gevaar, true));
    }
    for (const li of alle('.bubbel', antwoord)) {
      if (Number(li.dataset.nr) <= Number(gesprek.dataset.laatste)) continue;
      const bubbel = vind('#bubbels').appendChild(document.importNode(li, true));
      gesprek.dataset.laatste = li.dataset.nr;
      const leeg = vind('#nog-niets');
      if (leeg) leeg.remove();
      if (li.dataset.van !== 'jij') continue;
      onderDeRand.add(Number(li.dataset.nr));
      kijker.observe(bubbel);
      piep();
      ongezien += 1;
      zetTitel(`(${ongezien}) Nieuw bericht · `);
    }
    zetGezien();
    gezien();
  };
  const nieuwId = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map((b) => b.toString(16).padStart(2, '0')).join('');
  const stuur = async (opstel) => {
    const vak = vind('textarea', opstel);
    const knop = vind('button', opstel);
    if (knop.disabled || !vak.value.trim()) return;
    knop.disabled = true;
    try {
      // The id stays the same until it arrived: however often it is sent, it stands there once.
      const { status } = await vraag(opstel.action, new URLSearchParams(new FormData(opstel)), { 'X-Script': '1' });
      if (status === 204) {
        vak.value = '';
        opstel.elements.client_id.value = nieuwId();
        zeg('');
        await kijk().catch(() => {}); // it was sent; what is new comes with the next look
        onderaan();
      } else {
        zeg({
          401: UIT,
          409: 'Niet verstuurd. Deze zaak is veranderd.',
          422: 'Niet verstuurd. Je tekst is te lang.',
        }[status] || 'Niet verstuurd. Je tekst staat er nog. Probeer het zo opnieuw.');
      }
    } catch (fout) {
      zeg(LOS);
    }
    knop.disabled = false;
    vak.focus();
  };

  bij(leesGesprek);

  // --- drawn anew: what was typed elsewhere on the page stays
  const sleutel = (veld) => [veld.form.getAttribute('action'), (veld.form.elements.nr || {}).value, veld.name,
    veld.type === 'radio' || veld.type === 'checkbox' ? veld.value : ''].join();
  const velden = (waar) => alle('form input:not([name=csrf]):not([name=nr]):not([name=gezien]), form textarea', waar);
  const lijst = (el) => `${(el.closest('[id]:not(details)') || el).id} ${vind('summary', el).textContent.replace(/\d+/g, '')}`;
  const bewaar = (klaar) => {
    const was = new Map(velden(document).filter((veld) => veld.form !== klaar).map((veld) => [sleutel(veld), veld]));
    const open = new Set(alle('main details[open]').filter((el) => !klaar || !el.contains(klaar)).map(lijst));
    return (nieuw) => {
      velden(nieuw).forEach((veld) => {
        const oud = was.get(sleutel(veld));
        if (!oud) return;
        if (oud.type === 'radio' || oud.type === 'checkbox') veld.checked = oud.checked;
        else veld.value = oud.value;
      });
      alle('details', nieuw).forEach((el) => { if (open.has(lijst(el))) el.open = true; });
    };
  };
  const teken = async (pad, body, formulier) => {
    const xhr = await vraag(pad, body);
    if (einde[xhr.status] && xhr.status !== 409) return sluitAf(xhr.status);
    const balk = vind('.beschikbaar', xhr.response);
    if (formulier && formulier.matches('.beschikbaar') && balk) {
      return formulier.replaceWith(document.importNode(balk, true));
    }
    const main = vind('#inhoud', xhr.response);
    if (!vind('[data-gesprek]', main)) {
      if (xhr.status === 200) {
        alle('textarea', formulier).forEach((vak) => { vak.value = ''; });
        return location.assign(xhr.responseURL);
      }
      return zeg(`${vind('h1', main).textContent}. ${vind('p', main).textContent}`);
    }
    const plek = formulier && formulier.closest('[id]');
    const id = plek && plek.id;
    const nieuw = document.importNode(main, true);
    bewaar(formulier)(nieuw);
    alle('.alleen-script', nieuw).forEach((el) => { el.hidden = false; });
    const vak = vind('#tekst');
    if (vak && vak.value.trim() && !vind('#tekst', nieuw)) {
      vind('.gesprek', nieuw).append(
        maak('label', { htmlFor: 'getypt', textContent: 'Dit had je getypt. Kopieer het als je het nog nodig hebt.' }),
        maak('textarea', { id: 'getypt', rows: 4, readOnly: true, dir: 'auto', value: vak.value }),
      );
    }
    kijker.disconnect();
    onderDeRand.clear(); // drawn anew, all of it stands there
    vind('#inhoud').replaceWith(nieuw);
    const doel = vind('.fout:not([hidden])') || (id && document.getElementById(id)) || vind('#tekst') || nieuw;
    doel.focus({ preventScroll: true });
    return onderaan();
  };

  // One at a time, in order: what is pressed next counts with what was pressed before it.
  let beurt = Promise.resolve();
  const tekenNa = (...wat) => {
    beurt = beurt.then(() => teken(...wat)).catch(() => zeg(LOS));
    return beurt;
  };

  addEventListener('submit', (gebeurt) => {
    const formulier = gebeurt.target;
    const knop = gebeurt.submitter;
    if (formulier.id === 'opstel') {
      gebeurt.preventDefault();
      stuur(formulier);
      return;
    }
    if (!formulier.closest('#inhoud, .beschikbaar')) return;
    gebeurt.preventDefault();
    const data = new URLSearchParams(new FormData(formulier));
    if (knop && knop.name) data.append(knop.name, knop.value);
    tekenNa(formulier.action, data, formulier).then(() => { delete formulier.dataset.weg; });
  });
  addEventListener('click', (gebeurt) => {
    const el = gebeurt.target.closest('[data-zet], #naar-sluiten, #veranderd a');
    if (!el) return;
    if (el.id === 'naar-sluiten') {
      vind('#sluiten').open = true;
      vind('#sluit-tekst').focus();
    } else if (el.dataset.zet) {
      const vak = vind('#tekst');
      vak.value = (vak.value ? `${vak.value.trimEnd()} ` : '') + el.dataset.zet;
      vak.focus();
    } else {
      gebeurt.preventDefault();
      tekenNa(el.href);
    }
  });
  document.addEventListener('keydown', (toets) => {
    if (toets.key !== 'Enter' || toets.shiftKey || toets.isComposing || toets.target.id !== 'tekst') return;
    toets.preventDefault();
    toets.target.form.requestSubmit();
  });
  // The browser itself asks before it throws a half-typed text away.
  addEventListener('beforeunload', (gebeurt) => {
    if (halfGetypt().length) gebeurt.preventDefault();
  });

  onderaan();
})();
