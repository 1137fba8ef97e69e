// Draws the facilities of the list beside it. It is loaded only on the page that was asked to show a map.
(() => {
  "use strict";

  const frame = document.querySelector("[data-map]");
  const words = frame.dataset;
  const told = JSON.parse(document.getElementById("map-facilities").textContent);
  const language = document.documentElement.lang;
  const RADII = { village: 1500, city: 3000 }; // metres: how far off a point may be that is known to the village or town
  const CLOSEST = { point: 16, village: 13, city: 12 }; // zoom
  const TOWNS_FROM = 9; // zoom
  const NUMBERS_ON_A_PIN = 2;
  const PIN = { width: 80, height: 36 }; // pixels

  const map = L.map(frame, { attributionControl: false, zoomControl: false, scrollWheelZoom: false, maxZoom: 18 });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut, position: "topright" }).addTo(map);
  const credits = L.control.attribution({ prefix: false, position: "bottomleft" }).addTo(map);
  credits.addAttribution(words.outlinesAttribution);
  if (words.tiles) L.tileLayer(words.tiles, { attribution: words.tilesAttribution, maxZoom: 18 }).addTo(map);
  map.createPane("names").style.zIndex = 450; // above the areas, below the pins

  const named = (feature, layer) => {
    const className = feature.geometry.type === "Point" ? "map-name" : "map-name map-name--governorate";
    layer.bindTooltip(feature.properties.name[language], { permanent: true, direction: "center", pane: "names", className });
  };
  const nothing = (_feature, point) => L.circleMarker(point, { radius: 0, stroke: false, interactive: false });

  const drawPlaces = ({ features }) => {
    const are = (points) => features.filter(({ geometry }) => (geometry.type === "Point") === points);
    const areas = L.geoJSON(are(false), { interactive: false, className: `map-outline${words.tiles ? " map-outline--bare" : ""}`, onEachFeature: named });
    const towns = L.geoJSON(are(true), { pointToLayer: nothing, onEachFeature: named });
    const nameWhatIsNear = () => {
      const near = map.getZoom() >= TOWNS_FROM;
      if (near && !words.tiles) towns.addTo(map);
      else towns.remove();
      areas.eachLayer((area) => (near ? area.closeTooltip() : area.openTooltip()));
    };
    areas.addTo(map).bringToBack();
    map.on("zoomend", nameWhatIsNear);
    nameWhatIsNear();
  };

  const linkTo = ({ number, name, address, precision }) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = `${number}. ${name}${precision === "point" ? "" : ` (${words.approximate})`}`;
    const line = document.createElement("li");
    line.append(link);
    return line;
  };

  const located = told.filter(({ latitude }) => latitude !== null).map((each) => ({ ...each, at: L.latLng(each.latitude, each.longitude) }));
  for (const { at, precision } of located) {
    if (precision in RADII) L.circle(at, { radius: RADII[precision], className: "map-about", interactive: false }).addTo(map);
  }

  const pinOf = (there) => {
    const numbers = there.map(({ number }) => number);
    const more = numbers.length - NUMBERS_ON_A_PIN;
    const text = `${numbers.slice(0, NUMBERS_ON_A_PIN).join(" · ")}${more > 0 ? ` +${more}` : ""}`;
    const about = there.every(({ precision }) => precision in RADII);
    const icon = L.divIcon({ className: `map-pin${about ? " map-pin--about" : ""}`, html: text, iconSize: [22 + text.length * 8, 32] });
    const list = document.createElement("ul");
    list.append(...there.map(linkTo));
    const label = [...list.children].map((line) => line.textContent).join("; ");
    return L.marker(there[0].at, { icon, alt: label, title: label, riseOnHover: true }).bindPopup(list);
  };

  // Pins that would cover each other are one; of many a unit only the town is known. Closer to, they part.
  const pins = L.layerGroup().addTo(map);
  const drawPins = () => {
    const groups = [];
    for (const each of located) {
      const { x, y } = map.latLngToLayerPoint(each.at);
      const near = groups.find((group) => Math.abs(group.x - x) < PIN.width && Math.abs(group.y - y) < PIN.height);
      if (near) near.there.push(each);
      else groups.push({ x, y, there: [each] });
    }
    pins.clearLayers();
    for (const { there } of groups) pins.addLayer(pinOf(there));
  };
  if (located.length) {
    const closest = Math.min(...located.map(({ precision }) => CLOSEST[precision]));
    map.fitBounds(L.latLngBounds(located.map(({ at }) => at)), { padding: [50, 50], maxZoom: closest });
  } else map.setView([26.8, 30.8], 6);
  map.on("zoomend", drawPins);
  drawPins();
  frame.querySelector("[data-waiting]").remove();
  fetch(words.outlines).then((answer) => answer.json()).then(drawPlaces);
})();
