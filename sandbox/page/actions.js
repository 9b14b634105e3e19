// The one road to the server: what a person does, as POST /_control/<verb>.

/** The answer, always an object with `ok`; a broken line is an answer too. */
export async function post(verb, body) {
  try {
    const response = await fetch(`/_control/${verb}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch (error) {
    return { ok: false, error: `the local Slack did not answer (${error.message})` };
  }
}

const LARGEST_SENT = 10 * 1024 * 1024;

const base64 = async (file) => new Uint8Array(await file.arrayBuffer()).toBase64();

/** Files as the control verbs take them. One too large for Slack is named by its size only: it is refused anyway. */
export const upload = (files) =>
  Promise.all(
    files.map(async (file) =>
      file.size > LARGEST_SENT
        ? { name: file.name, size: file.size }
        : { name: file.name, content_base64: await base64(file) },
    ),
  );
