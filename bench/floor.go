package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
	"gopkg.in/yaml.v3"
)

// floorCommand makes the program a contender itself: it does nothing but decode
// the files of a directory.
const floorCommand = "floor"

// decoder is a floor: a library that looks at every byte of the files of a format
// and does nothing with them.
type decoder struct {
	name, format string
	decode       func(text []byte) error
}

// decoders are the floors, by the name that the command line takes.
var decoders = map[string]decoder{
	"jsontext": {"bare tokens", "json", tokens},
	"json":     {"encoding/json tokens", "json", standardTokens},
	"yaml":     {"yaml.v3 nodes", "yaml", nodes},
}

// floor reads the files of dir on all processors. Nothing that has to look at
// every byte with that library can be faster.
func floor(name, dir string) error {
	d, known := decoders[name]
	if !known {
		return fmt.Errorf("no floor %q", name)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*."+d.format))
	if err != nil {
		return err
	}
	work, failed := make(chan string), make(chan error, len(files))
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for file := range work {
				text, err := os.ReadFile(file)
				if err == nil {
					err = d.decode(text)
				}
				if err != nil {
					failed <- err
				}
			}
		})
	}
	for _, file := range files {
		work <- file
	}
	close(work)
	wg.Wait()
	close(failed)
	return <-failed
}

func tokens(text []byte) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(text))
	for {
		if _, err := dec.ReadToken(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// standardTokens reads the tokens of the standard library, which makes a value of each.
func standardTokens(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func nodes(text []byte) error {
	var n yaml.Node
	return yaml.Unmarshal(text, &n)
}
