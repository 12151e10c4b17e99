// Renews the page in place: what did not change is not touched, so that a selection, an opened step and the
// place of reading stay. Without an answer the page says that it is old and shows nothing as good.
const EVERY = 2000;
const PATIENCE = 5000;
const own = document.querySelector('script').textContent;
const opened = new Set();

document.addEventListener('click', event => {
  const details = event.target.closest('summary')?.parentElement;
  if (details) opened.add(details.id);
});

function renew(old, fresh) {
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
    old.replaceWith(fresh);
  } else if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
  } else {
    renewAttributes(old, fresh);
    const kept = [...old.childNodes];
    const wanted = [...fresh.childNodes];
    wanted.forEach((child, i) => i < kept.length ? renew(kept[i], child) : old.append(child));
    kept.slice(wanted.length).forEach(child => child.remove());
  }
}

function renewAttributes(old, fresh) {
  const isMine = name => name === 'open' && opened.has(old.id);
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isMine(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isMine(name)) old.setAttribute(name, value);
  }
}

async function turn() {
  try {
    // Whole, because a relative one takes a password over from the address bar, and is then refused.
    const answer = await fetch(location.origin + location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (fresh.querySelector('script')?.textContent !== own) {
      location.reload();
      return;
    }
    document.title = fresh.title;
    document.body.classList.remove('old');
    renew(document.querySelector('header'), fresh.querySelector('header'));
    renew(document.querySelector('main'), fresh.querySelector('main'));
  } catch (fault) {
    tellOld(fault);
  }
  setTimeout(turn, EVERY);
}

function tellOld(fault) {
  const since = document.querySelector('header time').textContent;
  document.title = 'No answer – keyparity';
  document.body.classList.add('old');
  const line = document.getElementById('old');
  const words = `No answer from this coordinator: what stands below is from ${since} and may be wrong now.`;
  if (line.textContent !== words) line.textContent = words;
}

setTimeout(turn, EVERY);
