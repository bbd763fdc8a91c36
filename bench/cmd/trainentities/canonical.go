package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/inquit/inquit/said/train/entities"
)

// labelled is a line of bench/entities/canonical.jsonl: which names of an article
// of the benchmark are one entity, in code points.
type labelled struct {
	ID       string
	Clusters []struct {
		Kind     string
		Mentions [][2]int
	}
}

// canonical scores the gathering of names on articles labelled for it, with gold
// names and with the tagger's.
func canonical(path string, articles []article, out io.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	byID := map[string]*article{}
	for i := range articles {
		byID[articles[i].ID] = &articles[i]
	}
	var gold, tagged gathering
	for d := json.NewDecoder(f); ; {
		var l labelled
		if err := d.Decode(&l); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		a := byID[l.ID]
		if a == nil {
			return fmt.Errorf("%s: no such article in the benchmark", l.ID)
		}
		names := a.lesson().Names
		gold.add(a, &l, entities.Clusters(a.Text, names))
		tagged.add(a, &l, entities.Clusters(a.Text, nil))
	}
	gold.print("gold names", out)
	tagged.print("names found", out)
	return nil
}

// gathering counts B3 over the names that both sides have, and pairs of names of
// different printed form.
type gathering struct {
	names, gold             int
	precision, recall       float64
	right, paired, goldPair int
}

func (g *gathering) add(a *article, l *labelled, found [][]entities.Name) {
	at := make([]int, 0, len(a.Text)+1)
	for i := range a.Text {
		at = append(at, i)
	}
	at = append(at, len(a.Text))
	ours := map[entities.Name]int{}
	for c, names := range found {
		for _, n := range names {
			ours[trim(a.Text, entities.Name{Start: n.Start, End: n.End})] = c
		}
	}
	var theirs, mine []int
	var forms []string
	for c, x := range l.Clusters {
		for _, m := range x.Mentions {
			n := trim(a.Text, entities.Name{Start: at[m[0]], End: at[m[1]]})
			g.gold++
			if k, ok := ours[n]; ok {
				theirs, mine = append(theirs, c), append(mine, k)
				forms = append(forms, strings.ToLower(a.Text[n.Start:n.End]))
			}
		}
	}
	g.count(theirs, mine, forms)
}

func (g *gathering) count(theirs, mine []int, forms []string) {
	for i := range theirs {
		both, t, m := 0.0, 0.0, 0.0
		for j := range theirs {
			sameT, sameM := theirs[i] == theirs[j], mine[i] == mine[j]
			both += one(sameT && sameM)
			t += one(sameT)
			m += one(sameM)
			if j < i && forms[i] != forms[j] {
				g.right += int(one(sameT && sameM))
				g.goldPair += int(one(sameT))
				g.paired += int(one(sameM))
			}
		}
		g.precision += both / m
		g.recall += both / t
		g.names++
	}
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (g *gathering) print(what string, out io.Writer) {
	p, r := 100*g.precision/float64(g.names), 100*g.recall/float64(g.names)
	fmt.Fprintf(out, "%-12s %d of %d names, B3 P %.1f R %.1f F %.1f, pairs of differing form F %.1f (%d right, %d found, %d gold)\n",
		what, g.names, g.gold, p, r, 2*p*r/(p+r), f1(g.right, g.paired, g.goldPair), g.right, g.paired, g.goldPair)
}
