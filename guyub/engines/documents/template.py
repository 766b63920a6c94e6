"""
How a PDF looks: a Typst source that never changes. What is said comes as JSON and is set as text, never read as markup.

So no text can become a command, whatever stands in it, and one source serves every document.
"""

TEMPLATE = """
#let d = json(bytes(sys.inputs.document))
#let ink = rgb("#1d2939")
#let quiet = rgb("#475467")
#let rule = rgb("#98a2b3")
#let wash = rgb("#f2f4f7")

// A text as it is: its line breaks kept, words longer than a line may break anywhere.
#let say(text) = text.split("\\n").map(line => [#line]).join(linebreak())

#set document(title: d.title, author: d.author, date: auto)
#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono", "New Computer Modern Math"),
  size: 11pt, lang: d.language, fill: ink, hyphenate: false, number-width: "proportional")
#set par(leading: 0.68em, spacing: 1.05em, justify: false, linebreaks: "optimized")
#show regex("\\S{26,}"): word => word.text.clusters().join(sym.zws)

#set page(paper: "a4", margin: (top: 22mm, bottom: 24mm, left: 25mm, right: 22mm),
  footer-descent: 38%,
  footer: context {
    set text(size: 8.5pt, fill: quiet)
    line(length: 100%, stroke: 0.4pt + rule)
    v(-0.55em)
    grid(columns: (1fr, auto), column-gutter: 10mm, say(d.footer),
      [#d.page.at(0)#counter(page).display()#d.page.at(1)#counter(page).final().first()])
  })

#set heading(numbering: none)
#show heading: it => {
  let size = (15pt, 12.5pt, 11pt).at(calc.min(it.level, 3) - 1)
  block(above: if it.level == 1 { 1.6em } else { 1.35em }, below: 0.75em, sticky: true,
    text(size: size, weight: 600, it.body))
}
#show title: it => block(above: 0.4em, below: 0.7em, {
  set par(leading: 0.5em)
  text(size: 21pt, weight: 600, it.body)
})

#let source(text) = block(above: 0.6em, below: 1.3em, std.text(size: 9pt, fill: quiet, say(text)))
#let place = (start: left, end: right, center: center)

#let set-facts(block-of) = {
  set par(spacing: 0.5em)
  v(0.3em)
  grid(columns: (auto, auto, 1fr), column-gutter: (4mm, 2.5mm), row-gutter: 0.72em,
    ..block-of.items.map(item => (text(fill: quiet, say(item.at(0))), text(fill: quiet)[:], say(item.at(1)))).flatten())
  v(0.5em)
}

#let set-figures(block-of) = {
  v(0.4em)
  grid(columns: block-of.items.map(_ => 1fr), column-gutter: 5mm,
    ..block-of.items.map(item => block(width: 100%, breakable: false, inset: (top: 2.6mm), stroke: (top: 1.4pt + ink), {
      set par(spacing: 0.62em, leading: 0.5em)
      text(size: 20pt, weight: 600, say(item.value))
      parbreak()
      text(size: 10pt, say(item.label))
      parbreak()
      text(size: 8.5pt, fill: quiet, say(item.source))
    })))
  v(0.4em)
}

#let set-table(block-of) = {
  set text(size: 9.5pt, number-width: "tabular")
  // "optimized" would rather let two words stick out of a narrow cell than break between them.
  set par(leading: 0.5em, linebreaks: "simple")
  if block-of.caption != "" {
    block(above: 1.2em, below: 0.7em, sticky: true, text(size: 10pt, weight: 600, say(block-of.caption)))
  }
  table(
    columns: block-of.shares.map(share => share * 1fr),
    align: (column, _) => place.at(block-of.aligns.at(column)) + top,
    inset: (x: if block-of.headers.len() > 6 { 1.1mm } else { 2.2mm }, y: 1.75mm),
    stroke: (_, row) => (
      top: if row == 0 { 0.9pt + ink } else if row == 1 { 0.6pt + ink } else { 0.35pt + rule },
      bottom: 0.35pt + rule),
    fill: (_, row) => if row == 0 { wash },
    table.header(..block-of.headers.enumerate().map(((column, header)) => table.cell(
      align: bottom + place.at(block-of.aligns.at(column)), text(weight: 600, say(header))))),
    // A row stays on one page unless it could fill one.
    ..block-of.rows.flatten().map(text => table.cell(breakable: text.len() > 1200, say(text))))
  if block-of.source != "" { source(block-of.source) } else { v(0.6em) }
}

#let set-signature(block-of) = {
  v(1.4em)
  align(right, block(width: 72mm, breakable: false, align(left, {
    set par(spacing: 0.6em)
    say(block-of.place)
    parbreak()
    say(block-of.office)
    v(19mm)
    if block-of.name == "" { line(length: 62mm, stroke: 0.5pt + ink) } else { text(weight: 600, say(block-of.name)) }
  })))
}

#let setters = (
  heading: it => heading(level: it.level, it.text),
  paragraph: it => par(if it.strong { text(weight: 600, say(it.text)) } else { say(it.text) }),
  facts: set-facts,
  figures: set-figures,
  table: set-table,
  list: it => (if it.numbered { enum } else { list })(spacing: 0.7em, ..it.items.map(say)),
  source: it => source(it.text),
  signature: set-signature,
  "page-break": it => pagebreak(weak: true),
)

#if d.letterhead != none {
  set par(spacing: 0.55em)
  text(size: 11pt, fill: quiet, say(d.letterhead.institution))
  parbreak()
  if d.letterhead.office != "" { text(size: 14pt, weight: 600, say(d.letterhead.office)) }
  if d.letterhead.address != "" { parbreak(); text(size: 9pt, fill: quiet, say(d.letterhead.address)) }
  v(0.1em)
  line(length: 100%, stroke: 1.2pt + ink)
  v(0.8em)
}
#title(d.title)
#if d.subtitle != "" { block(above: 0.5em, below: 1.4em, text(size: 12pt, fill: quiet, say(d.subtitle))) }
#for (place, each) in d.blocks.enumerate() {
  let drawn = (setters.at(each.kind))(each)
  let next = d.blocks.at(place + 1, default: none)
  // A signature never stands alone on a page.
  let stays = next != none and next.kind == "signature" and each.kind in ("paragraph", "source")
  if stays { block(sticky: true, drawn) } else { drawn }
}
"""
