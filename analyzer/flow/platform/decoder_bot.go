package platform

// languageModel reads the one part of a bot's language model that steers:
// which reusable task answers which intent.
func (d *decoder) languageModel() error {
	_, err := d.object(false, func(key string) error {
		if key != "mappings" {
			return d.skip()
		}
		_, err := d.object(false, func(key string) error {
			if key != "intentsToReusableTasks" {
				return d.skip()
			}
			_, err := d.object(false, d.intent)
			return err
		})
		return err
	})
	return err
}

func (d *decoder) intent(name string) error {
	ref := intentRef{intent: name}
	begin, err := d.object(false, func(key string) (err error) {
		if key != "id" {
			return d.skip()
		}
		ref.task, err = d.string()
		return err
	})
	ref.pos = d.posAt(begin)
	if ref.task != "" {
		d.intents = append(d.intents, ref)
	}
	return err
}

func (d *decoder) knowledgeSettings() error {
	_, err := d.object(false, func(key string) (err error) {
		if key != "knowledgeFollowupTaskId" {
			return d.skip()
		}
		d.knowledge.task, err = d.string()
		d.knowledge.pos = d.posAt(d.offset() - len(d.knowledge.task) - 2)
		return err
	})
	return err
}
