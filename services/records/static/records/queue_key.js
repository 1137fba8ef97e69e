// The key of the queue: derived from the clerk's secret and the queue's salt, and never to be read out of the browser again.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const PURPOSE = new TextEncoder().encode("desk-queue");
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

  desk.base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  desk.canSeal = () => Boolean(window.crypto && crypto.subtle && window.indexedDB && navigator.locks);
  desk.newSalt = () => crypto.getRandomValues(new Uint8Array(32));

  desk.deriveKey = async (secret, salt) => {
    const raw = bytesOf(secret);
    const material = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveKey"]);
    raw.fill(0);
    const how = { name: "HKDF", hash: "SHA-256", salt, info: PURPOSE };
    return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };

  // Sealed for one clerk and one id: moved to another place it does not open.
  const bound = (clerk, id) => new TextEncoder().encode(`${clerk}:${id}`);

  desk.seal = async (handle, clerk, id, content) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(content));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(clerk, id) }, handle, words);
    return { iv, sealed };
  };

  desk.unseal = async (handle, { clerk, id, iv, sealed }) => {
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(clerk, id) }, handle, sealed);
    return JSON.parse(new TextDecoder().decode(opened));
  };
})(window.desk);
