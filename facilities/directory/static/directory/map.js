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
  const NUMBERS_ON_A_PIN = 3;

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

  // Of many a unit only the town is known: those of one point share a pin.
  const byPoint = new Map();
  for (const each of told) {
    if (each.latitude === null) continue;
    const key = `${each.latitude},${each.longitude}`;
    byPoint.set(key, [...(byPoint.get(key) || []), each]);
  }
  const points = [...byPoint.values()].map((there) => {
    const [{ latitude, longitude, precision }] = there;
    const point = L.latLng(latitude, longitude);
    const about = precision !== "point";
    if (about) L.circle(point, { radius: RADII[precision], className: "map-about", interactive: false }).addTo(map);
    const numbers = there.map(({ number }) => number);
    const more = numbers.length - NUMBERS_ON_A_PIN;
    const text = `${numbers.slice(0, NUMBERS_ON_A_PIN).join(" · ")}${more > 0 ? ` +${more}` : ""}`;
    const pin = L.divIcon({ className: `map-pin${about ? " map-pin--about" : ""}`, html: text, iconSize: [22 + text.length * 8, 32] });
    const list = document.createElement("ul");
    list.append(...there.map(linkTo));
    const label = [...list.children].map((line) => line.textContent).join("; ");
    L.marker(point, { icon: pin, alt: label, title: label, riseOnHover: true }).bindPopup(list).addTo(map);
    return point;
  });
  if (points.length) {
    const closest = Math.min(...told.filter(({ latitude }) => latitude !== null).map(({ precision }) => CLOSEST[precision]));
    map.fitBounds(L.latLngBounds(points), { padding: [50, 50], maxZoom: closest });
  } else map.setView([26.8, 30.8], 6);
  frame.querySelector("[data-waiting]").remove();
  fetch(words.outlines).then((answer) => answer.json()).then(drawPlaces);
})();
