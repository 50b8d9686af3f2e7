// Makes the plain pages smoother. Nothing here is needed to talk; nothing stays on the phone.

const html = document.documentElement;
const een = (kies, in_ = document) => in_.querySelector(kies);
const alle = (kies, in_ = document) => Array.from(in_.querySelectorAll(kies));

// Quick exit: first, so that nothing below can stand in its way.
const weg = een("[data-snel-weg]"), adres = weg.dataset.adres;
const uitbak = [];
let isWeg = false, bron = null, tabs = null;

function ga() {
  if (isWeg) return;
  html.className = "leeg";
  try {
    document.cookie = weg.dataset.koekje;  // for when the next line does not arrive
    navigator.sendBeacon("/weg?js");
  } catch (fout) { /* never wait */ }
  roep();
  verlaat();
}
function verlaat() {
  if (isWeg) return;
  isWeg = true;
  html.className = "leeg";
  try {
    speechSynthesis.cancel();
  } catch (fout) { /* never wait */ }
  if (bron) bron.close();
  uitbak.length = 0;
  document.body.textContent = "";
  location.replace(adres);
}
weg.addEventListener("click", e => { e.preventDefault(); ga(); });

// Who leaves or wipes in one tab leaves nothing open in another. The channel keeps nothing.
try {
  tabs = new BroadcastChannel("weg");
  tabs.onmessage = verlaat;
} catch (fout) { /* an old browser, or one that shuts it off: there the talk is asked for, and gone */ }
function roep() {
  if (tabs) tabs.postMessage("");
}
function volg(nieuw) {
  if (nieuw === "/?gewist") roep();
  location.replace(nieuw);
}

// Shift three times by itself, at most 5 s apart; any other key starts anew.
let shift = 0, metShift = false, shiftKlok = 0;
function telShift(aantal) {
  shift = aantal;
  weg.dataset.shift = shift || "";
  een("[data-tel]").textContent = shift ? `Nog ${3 - shift} keer Shift. Dan ga je weg.` : "";
  clearTimeout(shiftKlok);
  if (shift) shiftKlok = setTimeout(telShift, 5000, 0);
}
addEventListener("keyup", e => {
  if (isWeg) return;
  if (e.key !== "Shift" || metShift) telShift(0);
  else if (shift === 2) ga();
  else telShift(shift + 1);
  metShift = e.shiftKey;  // a letter while Shift was down: that Shift was for the letter
}, true);

// Back shows nothing: a page that is left is empty; back from memory, it is asked anew.
addEventListener("pagehide", () => { html.className = "leeg"; });
addEventListener("pageshow", e => {
  if (!e.persisted) return;
  document.body.textContent = "";
  if (isWeg) location.replace(adres); else location.reload();
});

// The one place where text becomes page: only answers of our own server.
const zetOm = { createHTML: tekst => tekst };
const beleid = window.trustedTypes ? trustedTypes.createPolicy("eerstjij", zetOm) : zetOm;
function lees(tekst) {
  const doos = document.createElement("template");
  doos.innerHTML = beleid.createHTML(tekst);
  return doos.content;
}
// Returns null where network or server fail, the line was too slow (408), or somebody on the way
// answered in our place: then it is worth asking again.
async function haal(url, body) {
  const stop = new AbortController(), klok = setTimeout(() => stop.abort(), 25000);
  try {
    const a = await fetch(url, {
      method: body ? "POST" : "GET", body, headers: { "X-Deel": "1" }, signal: stop.signal,
    });
    const naar = a.headers.get("X-Naar"), blad = lees(await a.text()), deel = een("[data-deel]", blad);
    const isVanOns = naar || deel || een("main", blad);
    return isVanOns && a.status < 500 && a.status !== 408 ? { status: a.status, naar, blad, deel } : null;
  } catch (fout) {
    return null;
  } finally {
    clearTimeout(klok);
  }
}

// What stands there for who has no script goes; what needs it comes.
function metScript(in_) {
  alle("[data-met-js]", in_).forEach(e => { e.hidden = false; });
  alle("[data-zonder-js]", in_).forEach(e => { e.hidden = true; });
}
// Another page in place of this one: Back has one entry of us, not a row.
function vervang(pagina, bewaar) {
  const blad = een("main", pagina), vak = een("textarea", blad);
  metScript(blad);
  een("main").replaceWith(blad);
  if (vak && bewaar) vak.value = bewaar;
  const doel = een("[autofocus]", blad) || een("h1", blad);
  if (doel !== vak) doel.tabIndex = -1;
  doel.focus();
}
async function zacht(form) {
  if (form.dataset.bezig) return;
  form.dataset.bezig = "1";
  const a = await haal(form.action, new URLSearchParams(new FormData(form)));
  form.dataset.bezig = "";
  if (isWeg) return;
  if (a && a.naar) return volg(a.naar);
  if (a) return vervang(a.blad);
  alle(".fout", form).forEach(e => e.remove());
  form.prepend(lees('<p class="fout" role="alert">Dat lukte niet. Probeer het zo nog eens.</p>'));
}

let gesprek, log, box, seq, bezig = false, isAnders = false;
function vind() {
  gesprek = een("[data-gesprek]");
  log = een("[data-log]");
  box = een("#tekst");
  seq = gesprek ? +gesprek.dataset.seq : 0;
}

const plat = tekst => tekst.replace(/\s+/g, " ").trim();
const opschrift = knop => plat((een("span:not([class])", knop) || knop.firstChild || knop).textContent);
const meld = tekst => { een("[data-uitbak]").textContent = tekst; };
const typt = aan => { een("[data-typt]").hidden = !aan || gesprek.dataset.staat !== "bot"; };
const toon = (bubbel, block) => { html.classList.add("vloeiend"); bubbel.scrollIntoView({ block }); };
function groei() {
  box.style.height = "auto";
  box.style.height = box.scrollHeight + 4 + "px";
}

// A second press, meant for the question before, never answers the new one unread: for a moment
// its buttons take none. The pointer goes through them (chat.css); keys and aids are told here.
const KIJK = 600;
let versTot = 0, versKlok = 0;
const isVers = () => performance.now() < versTot;
function verseVraag() {
  versTot = performance.now() + KIJK;
  gesprek.classList.add("vers");
  clearTimeout(versKlok);
  versKlok = setTimeout(() => gesprek.classList.remove("vers"), KIJK);
}

function eigen(tekst) {
  const bubbel = lees(`<div class="bubbel jij onderweg" data-van="jij"><p class="wie">jij</p>
    <div class="zegt" dir="auto"></div></div>`).firstChild;
  een(".zegt", bubbel).textContent = tekst;
  log.append(bubbel);
  return bubbel;
}

function verstuur(form, knop) {
  const keuze = knop && knop.name === "keuze" ? knop.value : null;
  const tekst = keuze === null ? box.value : opschrift(knop);
  if (keuze === null && /^\s*stop\s+weg[\s.!]*$/i.test(tekst)) return ga();
  // A double tap, or a second answer to the same question.
  const antwoord = keuze !== null && (form.contains(knop) || keuze === "overslaan");
  if (keuze !== null && (isVers() || uitbak.some(p => p.keuze === keuze || (p.keuze && antwoord)))) return;
  if (keuze === null && !tekst.trim() && (isVers() || uitbak.length)) return;
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), b => (b + 256).toString(16).slice(1)).join("");
  const data = new URLSearchParams({ client_id: id });
  if (keuze === null) {
    data.set("tekst", tekst);
    box.value = "";
    groei();
  } else {
    data.set("keuze", keuze);
    data.set("gezien", seq);  // what stood there: typed words that are still under way come first
    new FormData(form).getAll("regel").forEach(regel => data.append("regel", regel));
    form.setAttribute("aria-busy", "true");
  }
  const bubbel = tekst.trim() && gesprek.dataset.stil === "0" && !isAnders ? eigen(tekst) : null;
  uitbak.push({ data, keuze, tekst, bubbel });
  if (bubbel) toon(bubbel, "nearest");
  werk();
}

// One at a time, in order, again until answered: the server counts a client id once.
async function werk() {
  if (bezig) return;
  bezig = true;
  sluit();
  for (let poging = 0; uitbak.length;) {
    const post = uitbak[0];
    typt(true);
    const a = await haal("/gesprek/bericht?na=" + seq, post.data);
    if (isWeg) return;
    // Only a part, a new address or a talk that is gone is an answer: nothing else takes words away.
    if (!a || !(a.deel || a.naar || a.status === 410)) {
      typt(false);
      meld("Nog niet verstuurd. Ik probeer het opnieuw.");
      await new Promise(klaar => {
        addEventListener("online", klaar, { once: true });
        setTimeout(klaar, Math.min(2 ** poging++, 15) * 1000);
      });
      continue;
    }
    poging = 0;
    meld("");
    if (a.naar) return volg(a.naar);
    if (!a.deel) {
      return vervang(a.blad, uitbak.filter(p => !p.keuze).map(p => p.tekst).concat(box.value).join("\n").trim());
    }
    uitbak.shift();
    plaats(a.deel, post, a.status === 422);
  }
  typt(false);
  bezig = false;
  if (isAnders) herteken(); else luister();
}

// Past midnight "14:05" is no time of today: who looks again sees each message with its day.
const vandaag = () => new Date().toDateString();
let dag = vandaag();
document.addEventListener("visibilitychange", () => {
  if (document.hidden || dag === vandaag() || isWeg || bezig || !gesprek || !gesprek.isConnected) return;
  sluit();
  herteken();
});

// Silence or a new day came: the page is another one. The words in the box stay, and who types goes on.
async function herteken() {
  bezig = true;
  const a = await haal("/gesprek");
  if (isWeg) return;
  if (!a) {
    meld("Er is geen verbinding. Ik probeer het opnieuw.");
    return setTimeout(herteken, 3000);
  }
  const typte = document.activeElement === box, van = box.selectionStart, tot = box.selectionEnd;
  bezig = isAnders = false;
  if (!een("[data-gesprek]", a.blad)) return uitbak.length ? werk() : voorbij(a.blad);
  dag = vandaag();
  vervang(a.blad, box.value);
  vind();
  begin();
  verseVraag();
  if (typte) {
    box.focus({ preventScroll: true });
    box.setSelectionRange(van, tot);
  }
  if (uitbak.length) werk(); else luister();
}

function plaats(deel, post, geweigerd) {
  if (isAnders || deel.dataset.stil !== gesprek.dataset.stil) {
    isAnders = true;
    if (deel.dataset.stil === "1") log.textContent = "";  // at once, however slow the network is
    return;
  }
  metScript(deel);
  const onderaan = scrollY + innerHeight > html.scrollHeight - 200, nieuw = voegToe(deel);
  seq = Math.max(seq, +deel.dataset.seq);
  gesprek.dataset.staat = deel.dataset.staat;
  ["stand", "staat", "keuzes", "altijd"].concat(post ? "fout" : []).forEach(naam => ververs(naam, deel));
  toonStem();
  const vraag = nieuw.filter(b => !b.matches(".jij"));
  if (vraag[0]) verseVraag();
  if (!post) return onderaan && nieuw[0] && toon(nieuw[0], "nearest");
  if (post.bubbel && post.bubbel.matches(".onderweg")) post.bubbel.remove();
  if (geweigerd) {
    const terug = een("[data-terug]", deel).textContent;
    if (terug) box.value = terug + (box.value && "\n" + box.value);
    groei();
    toon(een("#fout"), "nearest");
    return post.keuze ? naarVraag([]) : box.focus({ preventScroll: true });
  }
  const doel = alle(".jij:not(.onderweg)", log).pop() || nieuw[0];
  if (doel) toon(doel, "start");
  if (post.keuze && !box.value && document.activeElement !== box) naarVraag(vraag);
}

// After a press the focus goes to what is asked now, never to a button in the same place; to the
// box where that is the only way to answer.
function naarVraag(nieuw) {
  const vraag = een("#keuzes button") ? nieuw.map(b => een(".zegt", b)).filter(Boolean).pop() || een("#keuzes") : box;
  if (vraag !== box) vraag.tabIndex = -1;
  vraag.focus({ preventScroll: true });
}

// Own bubbles that stand there stay: nothing is read twice.
function voegToe(deel) {
  const nieuw = alle("[data-log] > [data-van]", deel).filter(b => +b.dataset.seq > seq);
  if (deel.dataset.stil === "1" && nieuw.length) log.textContent = "";
  if (deel.dataset.staat !== "bot" || nieuw.some(b => b.matches(".bot"))) {
    alle("[data-levend] input, [data-levend] .regel-knoppen", log).forEach(e => e.remove());
  }
  return nieuw.filter(bubbel => {
    const open = alle(".onderweg", log), tekst = b => plat(een(".zegt", b).textContent);
    const zelfde = bubbel.matches(".jij") && open.find(b => tekst(b) === tekst(bubbel));
    if (!zelfde) return log.insertBefore(bubbel, open[0] || null);
    zelfde.classList.remove("onderweg");
    zelfde.dataset.seq = bubbel.dataset.seq;
    return false;
  });
}

function ververs(naam, deel) {
  const oud = een(`[data-vak=${naam}]`), actief = document.activeElement;
  if (!oud) return;
  const was = oud.contains(actief) && opschrift(actief);
  const open = een("details[open]", oud);
  oud.textContent = "";
  oud.append(...een(`[data-vak=${naam}]`, deel).childNodes);
  if (open && naam === "stand" && oud.firstElementChild) oud.firstElementChild.open = true;
  const zelfde = was && alle("button, summary", oud).find(e => opschrift(e) === was);
  if (zelfde) zelfde.focus({ preventScroll: true });
}

// News: a stream that says only that there is some; asking now and then where it breaks.
let mislukt = 0, klok = 0;
function sluit() {
  if (bron) bron.close();
  bron = null;
  clearTimeout(klok);
}
function luister() {
  sluit();
  if (isWeg || bezig) return;
  if (!window.EventSource || mislukt > 3) {
    klok = setTimeout(nieuws, document.hidden ? 15000 : 4000);
    return;
  }
  bron = new EventSource("/gesprek/stroom?na=" + seq);
  klok = setTimeout(() => { mislukt = 9; nieuws(); }, 12000);  // held up on its way
  bron.onopen = () => { clearTimeout(klok); mislukt = 0; meld(""); };
  bron.onerror = () => { if (++mislukt > 3 || bron.readyState === 2) nieuws(); };
  bron.addEventListener("nieuws", nieuws);
}
async function nieuws() {
  sluit();
  if (isWeg || bezig) return;
  const eerst = seq, a = await haal("/gesprek/nieuws?na=" + seq);
  if (isWeg || bezig) return;
  if (a && a.status === 410) return voorbij(a.blad);
  meld(a ? "" : "Er is geen verbinding. Ik probeer het opnieuw.");
  if (a && a.deel) plaats(a.deel);
  if (isAnders) return herteken();
  if (seq === eerst) klok = setTimeout(luister, 3000); else luister();  // never in circles
}

// The talk is gone, and so is all that was said. A draft alone stays: sending it gives it back.
function voorbij(pagina) {
  if (!box.value.trim()) return vervang(pagina);
  log.textContent = "";
  alle("[data-vak=stand]", gesprek).forEach(e => e.remove());
  Array.from(gesprek.children).forEach(e => { if (!e.matches("h1, .log, .typt, .uitbak, .voet")) e.remove(); });
  meld("Dit gesprek is er niet meer.");
}

// Reading aloud: only with a voice of the phone itself.
const spraak = window.speechSynthesis;
const stem = () => spraak && spraak.getVoices().find(v => v.localService && /^nl/i.test(v.lang));
function toonStem() {
  const knop = een("[data-lees]");
  if (knop) knop.hidden = !stem();
}
function leesVoor(knop) {
  if (spraak.speaking) return spraak.cancel();
  const bubbels = alle("[data-van]", log), eind = bubbels.map(b => b.dataset.van).lastIndexOf("jij");
  const zin = new SpeechSynthesisUtterance(bubbels.slice(eind + 1).map(b => b.innerText)
    .concat(alle("#keuzes button").map(opschrift)).join(". "));
  zin.voice = stem();
  zin.lang = zin.voice.lang;
  zin.onend = zin.onerror = () => { knop.textContent = "Lees voor"; };
  knop.textContent = "Stop met lezen";
  spraak.speak(zin);
}

let laatste = null;
const stuur = (form, knop) => { if (form.matches("[data-bericht]")) verstuur(form, knop); else zacht(form); };
addEventListener("click", e => {
  laatste = e.target.closest("a, button");
  if (!laatste) return;
  if (laatste.matches("[data-lees]")) leesVoor(laatste);
  if (laatste.matches("[data-print]")) print();
  if (laatste.matches("a[data-zacht]")) {
    e.preventDefault();
    if (uitbak.length || (box && box.isConnected && box.value.trim())) {
      return meld("Jouw bericht staat er nog. Stuur het eerst.");
    }
    location.replace(laatste.href);
  }
});
addEventListener("submit", e => {
  if (!e.target.matches("[data-bericht], [data-zacht]")) return;
  e.preventDefault();
  const knop = e.submitter || laatste;
  stuur(e.target, knop && knop.form === e.target ? knop : null);
});
addEventListener("keydown", e => {
  // A key that is held down, or pressed too early, presses no answer.
  if ((e.repeat || isVers()) && /^( |Enter)$/.test(e.key) && e.target.matches("[name=keuze]")) e.preventDefault();
  if (e.key !== "Enter" || e.shiftKey || e.isComposing || !e.target.matches("[data-enter]")) return;
  e.preventDefault();
  stuur(e.target.form, null);
});
// What opens at the end of the page comes into view.
addEventListener("toggle", e => {
  if (e.target.matches(".altijd .meer[open], .gesprek > .meer[open]:not(.eerder)")) toon(e.target, "nearest");
}, true);
function begin() {
  box.addEventListener("input", groei);
  if (een(".eerder")) scrollTo(0, html.scrollHeight);
  else if (een("#einde")) een("#einde").scrollIntoView();
  toonStem();
  groei();
}
metScript(document);
vind();
if (gesprek) {
  addEventListener("online", () => { mislukt = 0; nieuws(); });
  if (spraak) spraak.onvoiceschanged = toonStem;
  history.scrollRestoration = "manual";  // loaded anew, the browser would stay where it was
  begin();
  luister();
}
