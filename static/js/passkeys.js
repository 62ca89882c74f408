// Opens and makes passkeys for forms marked data-passkey ("get" or "create"); the form is then sent as any other.

const optionsOf = async (form) => {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no options: ${answer.status}`);
  return (await answer.json()).request_options;
};

// A passkey works alone: it stands on the device, and only its owner can open it.
const asPasskey = (options) => {
  const chosen = options.publicKey.authenticatorSelection;
  Object.assign(chosen, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  return options;
};

const askBrowser = async (form) => {
  const options = await optionsOf(form);
  return form.dataset.passkey === "create" ? webauthnJSON.create(asPasskey(options)) : webauthnJSON.get(options);
};

const send = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const refusal = form.querySelector("[data-passkey-refusal]");
  refusal.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await askBrowser(form));
    form.submit();
  } catch {
    refusal.hidden = false;
  }
};

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", send);
  });
}
