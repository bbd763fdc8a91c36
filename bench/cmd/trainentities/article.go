package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/inquit/inquit/said/train/entities"
)

// article is a line of the benchmark. Offsets in it are code points.
type article struct {
	ID       string   `json:"id"`
	Split    string   `json:"split,omitempty"`
	Outlet   string   `json:"outlet,omitempty"`
	Text     string   `json:"text,omitempty"`
	Entities []entity `json:"entities"`
	Types    []string `json:"types,omitempty"`
	// Map says how a type that the source does not have is read; nil is left out.
	Map map[string]*string `json:"map,omitempty"`
}

type entity struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
}

// lesson turns code points into bytes.
func (a *article) lesson() entities.Article {
	at := make([]int, 0, len(a.Text)+1)
	for i := range a.Text {
		at = append(at, i)
	}
	at = append(at, len(a.Text))
	l := entities.Article{Text: a.Text, Types: a.Types, Coarse: map[string]string{}}
	for _, e := range a.Entities {
		l.Names = append(l.Names, entities.Name{Start: at[e.Start], End: at[e.End], Type: e.Type})
	}
	for from, to := range a.Map {
		if to != nil {
			l.Coarse[from] = *to
		}
	}
	return l
}

// points is the prediction in code points.
func (a *article) points(found []entities.Name) article {
	point := make(map[int]int, len(a.Text))
	n := 0
	for i := range a.Text {
		point[i] = n
		n++
	}
	point[len(a.Text)] = n
	out := article{ID: a.ID, Entities: []entity{}}
	for _, f := range found {
		out.Entities = append(out.Entities, entity{point[f.Start], point[f.End], f.Type})
	}
	return out
}

var scored = []string{"person", "organization", "place", "norp"}

// score counts names by type.
type score struct{ right, found, gold map[string]int }

func (s *score) add(a *article, found []entities.Name) {
	if s.right == nil {
		s.right, s.found, s.gold = map[string]int{}, map[string]int{}, map[string]int{}
	}
	gold := map[entities.Name]bool{}
	for _, n := range a.lesson().Names {
		gold[trim(a.Text, n)] = true
		s.gold[n.Type]++
	}
	for _, n := range found {
		if to, ok := a.Map[n.Type]; ok {
			if to == nil {
				continue
			}
			n.Type = *to
		}
		s.found[n.Type]++
		if gold[trim(a.Text, n)] {
			s.right[n.Type]++
		}
	}
}

func trim(text string, n entities.Name) entities.Name {
	if w := text[n.Start:n.End]; len(w) > 4 && strings.EqualFold(w[:4], "the ") {
		n.Start += 4
	}
	w := text[n.Start:n.End]
	n.End -= len(w) - len(strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s"))
	return n
}

func (s *score) print(out io.Writer) {
	right, found, gold := 0, 0, 0
	for _, t := range scored {
		fmt.Fprintf(out, "%-13s F1 %.1f (%d of %d, %d found)\n", t, f1(s.right[t], s.found[t], s.gold[t]), s.right[t], s.gold[t], s.found[t])
		right, found, gold = right+s.right[t], found+s.found[t], gold+s.gold[t]
	}
	fmt.Fprintf(out, "core4         F1 %.1f\n", f1(right, found, gold))
}

func f1(right, found, gold int) float64 {
	if found+gold == 0 {
		return 0
	}
	return 200 * float64(right) / float64(found+gold)
}
