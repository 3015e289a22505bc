// Command maskgraph runs graphs of vision nodes: video in, instance masks out.
package main

//go:generate sh -c "go run . nodes --schema > ../graphs/schema.json"

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
)

// Exit codes.
const (
	exitFailed = 1 // while running
	exitUsage  = 2 // the graph or the arguments are wrong
)

func main() {
	quietLibraries()
	if err := command().Execute(); err != nil {
		os.Exit(report(err))
	}
}

// quietLibraries keeps FFmpeg and OpenCV from writing to the terminal what our own
// errors say more clearly, unless the user asks for it.
func quietLibraries() {
	for key, value := range map[string]string{"OPENCV_LOG_LEVEL": "SILENT", "OPENCV_FFMPEG_LOGLEVEL": "-8"} {
		if os.Getenv(key) == "" {
			_ = os.Setenv(key, value)
		}
	}
}

func command() *cobra.Command {
	var verbose bool
	root := &cobra.Command{
		Use:           "maskgraph",
		Short:         "Instance masks and identities out of video, from a graph file.",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRun: func(*cobra.Command, []string) {
			level := slog.LevelInfo
			if verbose {
				level = slog.LevelDebug
			}
			slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level, ReplaceAttr: withoutSecrets})))
		},
	}
	root.PersistentFlags().BoolVarP(&verbose, "verbose", "v", false, "log more")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%w; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(runCommand(), checkCommand(), nodesCommand(), graphCommand(), modelsCommand(), tryCommand(), trackCommand(), evalCommand(), convertCommand(), devicesCommand())
	return group(root)
}

// withoutSecrets keeps passwords out of the log, whoever writes a line.
func withoutSecrets(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case string:
		return slog.String(a.Key, nodes.Redact(v))
	case error:
		return slog.String(a.Key, nodes.Redact(v.Error()))
	}
	return a
}

// group makes a command that only holds others: alone it prints its help, and a
// word that is none of them is a usage error.
func group(cmd *cobra.Command) *cobra.Command {
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var have []string
		for _, c := range cmd.Commands() {
			have = append(have, c.Name())
		}
		return usage("%s: unknown command %q (have %s)%s", cmd.CommandPath(), args[0], strings.Join(have, ", "), nodes.DidYouMean(args[0], have))
	}
	return cmd
}

// usageError is a mistake in the graph or the arguments.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// args makes cobra's complaints about arguments usage errors.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usage("%s: %w; usage: %s", cmd.CommandPath(), err, cmd.UseLine())
		}
		return nil
	}
}

// report prints what went wrong and returns the exit code.
func report(err error) int {
	fmt.Fprintln(os.Stderr, nodes.Redact(err.Error()))
	if errors.As(err, new(usageError)) {
		return exitUsage
	}
	return exitFailed
}

// environment is what every node of this process gets.
func environment() (nodes.Env, error) {
	store, err := models.DefaultStore()
	if err != nil {
		return nodes.Env{}, usage("%w", err)
	}
	return nodes.Env{Log: slog.Default(), Models: store, Shared: &nodes.Shared{}}, nil
}

func registry() *nodes.Registry { return all.Registry() }
