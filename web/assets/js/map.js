// Maps: one that shows what a list shows, and one on which a pin is put. Both stand beside words that
// say the same, so nothing is lost where a map cannot be drawn.

const VENDOR = new URL("../vendor/", import.meta.url);
const CLOSE = 17; // zoom at which a house is recognised
const EARTH = "#e2dfda"; // as the style draws it
const DIGITS = 6; // of a degree: a decimetre
const MOMENT = 1000; // milliseconds

await style("leaflet/leaflet.css");
await style("leaflet.markercluster/MarkerCluster.css");
await script("leaflet/leaflet.js");
await Promise.all([
  script("protomaps-leaflet/protomaps-leaflet.js"),
  script("leaflet.markercluster/leaflet.markercluster.js"),
]);

const { L, protomapsL } = window;

/** An icon drawn in CSS that says what it is. */
const Icon = L.DivIcon.extend({
  createIcon(old) {
    const element = L.DivIcon.prototype.createIcon.call(this, old);
    element.setAttribute("role", "img"); // Leaflet makes a button of what can be pressed
    element.setAttribute("aria-label", this.options.label);
    return element;
  },
});

export function enhance(element) {
  if (element.matches("[data-pin]")) return picker(element);
  return view(element);
}

// What is where

async function view(element) {
  const note = element.querySelector(".veche-map__note");
  const map = drawn(element);
  note?.remove();
  if (element.dataset.lat) {
    const place = [Number(element.dataset.lat), Number(element.dataset.lon)];
    map.setView(place, CLOSE);
    L.marker(place, { icon: marker("red", element.dataset.label), keyboard: false }).addTo(map);
    return;
  }
  try {
    show(map, await collection(element.dataset), element.dataset);
  } catch {
    map.remove();
    element.replaceChildren(paragraph(element.dataset.failed));
    element.classList.add("veche-map--none");
  }
}

function show(map, found, words) {
  const group = L.markerClusterGroup({
    showCoverageOnHover: false,
    animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    iconCreateFunction: (cluster) => cluster_icon(cluster.getChildCount()),
  });
  const pins = L.geoJSON(found, {
    pointToLayer: ({ properties }, place) =>
      L.marker(place, { icon: marker(properties.colour, properties.title) }),
    onEachFeature: ({ properties }, layer) => layer.bindPopup(() => card(properties, words)),
  });
  map.addLayer(group.addLayer(pins));
  if (pins.getLayers().length) map.fitBounds(pins.getBounds().pad(0.1), { maxZoom: CLOSE });
}

async function collection({ geojson, language }) {
  const url = new URL(geojson, location.href);
  url.searchParams.set("lang", language); // the answer may come from a cache, which knows no cookies
  const answer = await fetch(url, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function card(properties, words) {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = properties.href;
  link.textContent = properties.title || words.open;
  box.append(link);
  for (const line of [properties.state_title, properties.address, properties.date]) {
    if (line) box.append(paragraph(line));
  }
  return box;
}

// Where is it

function picker(element) {
  const words = element.dataset;
  const fields = [words.lat, words.lon].map((name) => document.getElementById(name));
  const canvas = document.createElement("div");
  canvas.className = "veche-pin__map";
  Object.assign(canvas.dataset, words);
  const state = paragraph("");
  state.className = "veche-pin__state";
  state.setAttribute("role", "status");
  const tools = document.createElement("div");
  tools.className = "veche-pin__tools";
  element.querySelector("legend").after(canvas, tools, state);

  const map = drawn(canvas);
  map.setZoom(map.getBoundsZoom(map.getBounds(), true) + 1, { animate: false });
  const pin = L.marker(map.getCenter(), {
    icon: marker("pin", words.name, 36),
    draggable: true,
    keyboard: false,
  });

  function put(place, { write = true, near = false } = {}) {
    pin.setLatLng(place).addTo(map);
    if (near) map.setView(place, CLOSE, { animate: false });
    else map.panInside(place, { padding: [40, 40] });
    const [lat, lon] = [place.lat, place.lng].map((degrees) => degrees.toFixed(DIGITS));
    if (write) fields.forEach((field, n) => (field.value = [lat, lon][n]));
    state.textContent = words.placed.replace("{lat}", lat).replace("{lon}", lon);
  }

  function read(options) {
    const [lat, lon] = fields.map((field) => Number.parseFloat(field.value.replace(",", ".")));
    if (city(element).contains([lat || 0, lon || 0])) put(L.latLng(lat, lon), options);
  }

  map.on("click", ({ latlng }) => put(latlng));
  pin.on("dragend", () => put(pin.getLatLng()));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== canvas) return;
    event.preventDefault(); // else the form is sent
    put(map.getCenter());
  });
  fields.forEach((field) => field.addEventListener("change", () => read({ write: false })));
  element.addEventListener("veche:place", ({ detail }) =>
    put(L.latLng(detail.lat, detail.lon), { near: true }),
  );

  tools.append(button(words.here, () => put(map.getCenter())));
  if ("geolocation" in navigator && isSecureContext) {
    tools.append(
      button(words.where, () =>
        navigator.geolocation.getCurrentPosition(
          ({ coords }) => put(L.latLng(coords.latitude, coords.longitude), { near: true }),
          () => (state.textContent = words.unknown),
        ),
      ),
    );
  }
  read({ write: false, near: true });
}

// Drawing

function drawn(element) {
  const { tiles, language, label } = element.dataset;
  const bounds = city(element);
  const map = L.map(element, {
    maxZoom: 19,
    minZoom: 12,
    maxBounds: bounds.pad(0.5),
    scrollWheelZoom: false, // a page that scrolls is not stopped by its map
    zoomControl: false,
  }).fitBounds(bounds);
  L.control
    .zoom({ zoomInTitle: element.dataset.closer, zoomOutTitle: element.dataset.further })
    .addTo(map);
  map.attributionControl.setPrefix(false);
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
  const ground = { flavor: "light", lang: language, maxDataZoom: 15, attribution: credit(element) };
  const layer = protomapsL.leafletLayer({ url: archive(tiles), ...ground });
  layer.backgroundColor = EARTH; // the file ends where the city does; what lies beyond looks the same
  layer.addTo(map);
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", label);
  return map;
}

/** Who is named for the ground, with the way to its licence, as Leaflet wants it: in HTML. */
function credit({ dataset }) {
  const link = document.createElement("a");
  link.href = dataset.creditUrl;
  link.textContent = dataset.credit;
  return link.outerHTML;
}

/**
 * The file that the ground is drawn from. When a page is left, what it still fetches fails some
 * milliseconds before the page is told that it was left, in the same words as any failure. So a
 * failure is told a moment later: by then a page that was left is gone, and one that stays says it.
 */
function archive(url) {
  const { p: file } = new protomapsL.PmtilesSource(url);
  const getZxy = async (...tile) => {
    try {
      return await file.getZxy(...tile);
    } catch (error) {
      if (error.name !== "AbortError") await new Promise((done) => setTimeout(done, MOMENT));
      throw error;
    }
  };
  return { getZxy };
}

function city({ dataset: { west, south, east, north } }) {
  return L.latLngBounds([south, west], [north, east]);
}

function marker(colour, label, size = 28) {
  const html = document.createElement("div");
  html.className = `veche-marker veche-marker--${/^[a-z]+$/.test(colour) ? colour : "teal"}`;
  return new Icon({
    html,
    label: label || "",
    className: "veche-marker-anchor",
    iconSize: [size, size],
    iconAnchor: [size / 2, size * 1.2],
    popupAnchor: [0, -size],
  });
}

function cluster_icon(count) {
  const size = count < 10 ? 40 : count < 100 ? 48 : 56;
  const html = String(count);
  return new Icon({ html, label: html, className: "veche-cluster", iconSize: [size, size] });
}

function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function script(path) {
  return loaded(Object.assign(document.createElement("script"), { src: new URL(path, VENDOR).href }));
}

function style(path) {
  const made = document.createElement("link");
  return loaded(Object.assign(made, { rel: "stylesheet", href: new URL(path, VENDOR).href }));
}

function loaded(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    // Before our own styles, which have the last word.
    document.head.querySelector("link[rel=stylesheet]").before(element);
  });
}
