package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

func evalCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "eval", Short: "Score results against what is true, as the benchmarks do."}
	cmd.AddCommand(evalMOTCommand(), evalMasksCommand(), evalBoxesCommand())
	return group(cmd)
}

// against are the flags that every eval has.
type against struct {
	truth, result string
	asJSON        bool
}

func (a *against) flags(cmd *cobra.Command, truth, result string) {
	cmd.Args = args(cobra.NoArgs)
	cmd.Flags().StringVar(&a.truth, "truth", "", truth+" (required)")
	cmd.Flags().StringVar(&a.result, "result", "", result+" (required)")
	cmd.Flags().BoolVar(&a.asJSON, "json", false, "print JSON")
}

// given says what is missing.
func (a *against) given(cmd *cobra.Command) error {
	if a.truth == "" || a.result == "" {
		return usage("%s: --truth and --result are required; see --help", cmd.CommandPath())
	}
	return nil
}

// hideDefault keeps a number that stands for "not given" out of the help.
func hideDefault(cmd *cobra.Command, flags ...string) {
	for _, name := range flags {
		cmd.Flags().Lookup(name).DefValue = "0"
	}
}

func printJSON(v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	return nil
}

// scoreTable is a table with names at the left and numbers below their heads.
type scoreTable struct {
	rows [][]string
}

func (t *scoreTable) head(cells ...string) { t.rows = append(t.rows, cells) }

// row is a name and numbers: whole ones, or with so many decimals.
func (t *scoreTable) row(name string, decimals int, numbers ...any) {
	cells := []string{name}
	for _, n := range numbers {
		if f, ok := n.(float64); ok {
			cells = append(cells, strconv.FormatFloat(f, 'f', decimals, 64))
		} else {
			cells = append(cells, fmt.Sprint(n))
		}
	}
	t.rows = append(t.rows, cells)
}

func (t *scoreTable) print() error {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len(cell))
		}
	}
	var text strings.Builder
	for _, row := range t.rows {
		fmt.Fprintf(&text, "%-*s", widths[0], row[0])
		for i, cell := range row[1:] {
			fmt.Fprintf(&text, "  %*s", widths[i+1], cell)
		}
		text.WriteByte('\n')
	}
	_, err := os.Stdout.WriteString(text.String())
	return err
}
