package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/all"
)

func modelsCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "models", Short: "List, download and verify models."}
	cmd.AddCommand(
		&cobra.Command{
			Use: "list", Short: "Every model there is, and whether it is on this machine.",
			Args: args(cobra.NoArgs), RunE: func(*cobra.Command, []string) error { return listModels() },
		},
		&cobra.Command{
			Use: "pull NAME...", Short: "Download models and check their sha256.",
			Args: args(cobra.MinimumNArgs(1)), ValidArgs: modelNames(),
			RunE: func(_ *cobra.Command, names []string) error { return each(names, pullModel) },
		},
		&cobra.Command{
			Use: "verify [NAME...]", Short: "Check the sha256 of the models on this machine, and what segmentation models make of a test picture; of all without a name.",
			Args: args(cobra.ArbitraryArgs), ValidArgs: modelNames(),
			RunE: func(_ *cobra.Command, names []string) error {
				if len(names) == 0 {
					names = modelNames()
				}
				return each(names, verifyModel)
			},
		},
	)
	return group(cmd)
}

func modelNames() []string {
	var names []string
	list, _ := models.All() // what is wrong with the user's own list is said by models.Lookup
	for _, m := range list {
		names = append(names, m.Name)
	}
	return names
}

// each does something with every named model; an unknown name stops before the first.
func each(names []string, do func(*models.Store, models.Model) error) error {
	store, err := models.DefaultStore()
	if err != nil {
		return usage("%w", err)
	}
	var wanted []models.Model
	for _, name := range names {
		m, err := models.Lookup(name)
		if err != nil {
			return usage("%w", err)
		}
		wanted = append(wanted, m)
	}
	var errs []error
	for _, m := range wanted {
		errs = append(errs, do(store, m))
	}
	return errors.Join(errs...)
}

func listModels() error {
	store, err := models.DefaultStore()
	if err != nil {
		return usage("%w", err)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tTASK\tHERE\tSIZE\tLICENCE\tTESTED\tHOME")
	list, err := models.All()
	if err != nil {
		return err
	}
	for _, m := range list {
		here := "yes"
		if store.Verify(m) != nil {
			here = "no"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", m.Name, m.Task, here, modelSize(m), m.Licence, cmp.Or(m.Tested, "yes"), m.Home)
	}
	return w.Flush()
}

func modelSize(m models.Model) string {
	var bytes int64
	seen := map[string]bool{}
	for _, f := range m.Files {
		if here, ok := m.File(f.Role); ok && !seen[f.Role] {
			bytes += here.Size
			seen[f.Role] = true
		}
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

func pullModel(store *models.Store, m models.Model) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if store.Verify(m) == nil {
		fmt.Fprintf(os.Stderr, "%s: here already\n", m.Name)
		return nil
	}
	bar := newDownloadBar()
	err := store.Pull(ctx, m, bar.show)
	bar.end()
	if err != nil {
		return fmt.Errorf("model %s: %w", m.Name, err)
	}
	fmt.Fprintf(os.Stderr, "%s: downloaded and verified\n", m.Name)
	return nil
}

func verifyModel(store *models.Store, m models.Model) error {
	if err := store.Verify(m); err != nil {
		fmt.Printf("%s: %s\n", m.Name, strings.ReplaceAll(err.Error(), "\n", "; "))
		return fmt.Errorf("model %s is not complete", m.Name)
	}
	if m.Task != "segment" {
		fmt.Printf("%s: ok\n", m.Name)
		return nil
	}
	return proveModel(m)
}

// proveModel prints how a model does in its self-test.
func proveModel(m models.Model) error {
	env, err := environment()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	report, err := all.Verify(ctx, env, m.Name)
	switch {
	case err != nil:
		fmt.Printf("%s: the files are right, the self-test fails\n%s", m.Name, report)
		return fmt.Errorf("model %s: %w", m.Name, err)
	case report == "":
		fmt.Printf("%s: ok (its entry has no values to test it with)\n", m.Name)
	default:
		fmt.Printf("%s: ok\n%s", m.Name, report)
	}
	return nil
}
