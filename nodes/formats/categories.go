package formats

// categories number names from 1 in the order in which they appear.
type categories struct {
	List []cocoCategory
	ids  map[string]int64
}

func (c *categories) id(name string) int {
	if c.ids == nil {
		c.ids = map[string]int64{}
		for _, known := range c.List {
			c.ids[known.Name] = known.ID
		}
	}
	if c.ids[name] == 0 {
		c.ids[name] = int64(len(c.List) + 1)
		c.List = append(c.List, cocoCategory{c.ids[name], name})
	}
	return int(c.ids[name])
}
