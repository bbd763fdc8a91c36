package crf

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
)

// The file of a model: the magic, then a deflate stream of labels, transitions
// and table. A table is its columns, rows, scale and number of slots, then, each
// in a block of its own because like compresses with like: the distances between
// the rows' slots, the checks, the weights column by column.
const magic = "inquit model 1\n"

var errFile = errors.New("crf: not a model file")

// row is a feature with its weights on the way into a table.
type row struct {
	hash    uint64
	weights []int8
}

// Pack keeps the features whose largest weight is at least threshold, in 8 bits
// each, and returns the file of the model.
func (w *Weights) Pack(d *Dict, threshold float32) ([]byte, error) {
	trans := append([]float32(nil), w.Trans...)
	for i, dropped := range w.Dropped {
		if dropped {
			trans[i] = Never
		}
	}
	return pack(w.Labels, trans, w.Rows, d, threshold)
}

// PackRanker is Pack for the weights of a ranker.
func PackRanker(weights []float32, d *Dict, threshold float32) ([]byte, error) {
	return pack(1, nil, weights, d, threshold)
}

func pack(columns int, trans, weights []float32, d *Dict, threshold float32) ([]byte, error) {
	if columns > maxColumns {
		return nil, fmt.Errorf("crf: %d labels, %d are possible", columns, maxColumns)
	}
	scale := unit(weights)
	var rows []row
	for id, h := range d.Hashes() {
		if r, ok := quantize(weights[id*columns:(id+1)*columns], scale, threshold); ok {
			rows = append(rows, row{h, r})
		}
	}
	mask := placeMask(len(rows))
	sort.Slice(rows, func(i, j int) bool {
		if a, b := rows[i].hash&mask, rows[j].hash&mask; a != b {
			return a < b
		}
		return rows[i].hash < rows[j].hash
	})
	out := bytes.NewBufferString(magic)
	z, err := flate.NewWriter(out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(encode(columns, trans, rows, scale)); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// unit returns the scale by which all but the very largest weights fit 8 bits.
func unit(weights []float32) float32 {
	var all []float64
	for _, w := range weights {
		if w != 0 {
			all = append(all, math.Abs(float64(w)))
		}
	}
	if len(all) == 0 {
		return 1
	}
	sort.Float64s(all)
	return float32(all[int(math.Ceil(float64(len(all)-1)*0.9998))] / 127)
}

func quantize(weights []float32, scale, threshold float32) ([]int8, bool) {
	out, keep := make([]int8, len(weights)), false
	for i, w := range weights {
		keep = keep || w >= threshold || -w >= threshold
		out[i] = int8(max(-127, min(127, math.Round(float64(w/scale)))))
	}
	return out, keep
}

func encode(columns int, trans []float32, rows []row, scale float32) []byte {
	var b []byte
	b = binary.AppendUvarint(b, uint64(columns))
	b = binary.AppendUvarint(b, uint64(len(trans)))
	for _, x := range trans {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	b = binary.AppendUvarint(b, uint64(len(rows)))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scale))
	mask, before := placeMask(len(rows)), uint64(0)
	for _, r := range rows {
		at := r.hash & mask
		b = binary.AppendUvarint(b, at-before)
		before = at
	}
	for _, r := range rows {
		b = binary.LittleEndian.AppendUint32(b, check(r.hash))
	}
	for c := range columns {
		for _, r := range rows {
			b = append(b, byte(r.weights[c]))
		}
	}
	return b
}

// ReadModel reads the file of a model that Weights.Pack made.
func ReadModel(file []byte) (*Model, error) {
	columns, trans, table, err := decode(file)
	if err != nil {
		return nil, err
	}
	if columns == 0 || len(trans) != (columns+1)*columns {
		return nil, errFile
	}
	return NewModel(columns, trans, table), nil
}

// ReadRanker reads the file of a ranker that PackRanker made.
func ReadRanker(file []byte) (*Ranker, error) {
	columns, _, table, err := decode(file)
	if err != nil {
		return nil, err
	}
	if columns != 1 {
		return nil, errFile
	}
	return &Ranker{table}, nil
}

func decode(file []byte) (columns int, trans []float32, table *Table, err error) {
	rest, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok {
		return 0, nil, nil, errFile
	}
	b, err := io.ReadAll(flate.NewReader(bytes.NewReader(rest)))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("crf: read model: %w", err)
	}
	r := reader{b: b}
	columns = int(r.uvarint(maxColumns))
	trans = make([]float32, r.uvarint((maxColumns+1)*maxColumns))
	for i := range trans {
		trans[i] = math.Float32frombits(r.uint32())
	}
	rows := int(r.uvarint(uint64(len(b))))
	table = r.table(columns, rows, math.Float32frombits(r.uint32()))
	if table == nil {
		return 0, nil, nil, errFile
	}
	return columns, trans, table, nil
}

// reader takes numbers off a file; bad is set once one is missing.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uvarint(limit uint64) uint64 {
	x, n := binary.Uvarint(r.b)
	if n <= 0 || x > limit {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return x
}

func (r *reader) uint32() uint32 {
	if len(r.b) < 4 {
		r.bad = true
		return 0
	}
	x := binary.LittleEndian.Uint32(r.b)
	r.b = r.b[4:]
	return x
}

// table reads the rows of a table. It returns nil if they are not whole.
func (r *reader) table(columns, rows int, scale float32) *Table {
	features := make([]uint64, rows)
	mask, at := placeMask(rows), uint64(0)
	for i := range features {
		at += r.uvarint(mask)
		features[i] = at
	}
	if r.bad || at > mask || len(r.b) != rows*(4+columns) {
		return nil
	}
	checks, weights := r.b[:4*rows], r.b[4*rows:]
	for i := range features {
		features[i] |= uint64(binary.LittleEndian.Uint32(checks[4*i:])) << 32
	}
	return newTable(columns, scale, features, func(i int, row []int8) {
		for c := range row {
			row[c] = int8(weights[c*rows+i])
		}
	})
}
