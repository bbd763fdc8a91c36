package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/inquit/inquit/said/train/entities"
)

// crossValidate trains on all folds of the training part but one and scores the
// names found in that one, for each fold. What is chosen so is not fitted to the
// development part.
func crossValidate(articles []article, folds int, c entities.Config, out io.Writer) error {
	var all score
	of := foldsOf(articles, folds)
	for fold := range folds {
		var lessons []entities.Article
		for i := range articles {
			if of[i] >= 0 && of[i] != fold {
				lessons = append(lessons, articles[i].lesson())
			}
		}
		model, err := entities.Train(lessons, c)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "fold %d: %s\n", fold, model.Summary())
		for i := range articles {
			if of[i] == fold {
				all.add(&articles[i], model.Tag(articles[i].Text))
			}
		}
	}
	all.print(out)
	return nil
}

// foldsOf gives each article of the training part its fold, others -1. Articles of
// one outlet are in one fold: other outlets are what the tagger will meet.
func foldsOf(articles []article, folds int) []int {
	group := func(a *article) string { return cmp.Or(a.Outlet, a.ID) }
	count := map[string]int{}
	for i := range articles {
		if a := &articles[i]; a.Split == "train" {
			count[group(a)]++
		}
	}
	groups := make([]string, 0, len(count))
	for g := range count {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	size, fold := make([]int, folds), map[string]int{}
	for _, g := range groups {
		smallest := slices.Index(size, slices.Min(size))
		fold[g] = smallest
		size[smallest] += count[g]
	}
	out := make([]int, len(articles))
	for i := range articles {
		out[i] = -1
		if a := &articles[i]; a.Split == "train" {
			out[i] = fold[group(a)]
		}
	}
	return out
}
